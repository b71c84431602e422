import { z } from 'zod'
import {
  namedNetworkSchema,
  type MeasuredName,
  type MeasurementRef,
  type NamedNetwork,
} from '../../../src-preload/contract/measurement'
import { readJsonFile } from '../runs/read-json'

/** What may give a measurement its name. */
export interface NameSources {
  /** What its user calls the run; empty where nobody has named it. */
  readonly runName: string
  /** Null where the run's own record cannot be read. */
  readonly network: NamedNetwork | null
  /** Of the file of predictions made elsewhere; null for a run's. */
  readonly title: string | null
  /** The network's name, as the measurement has it. */
  readonly model: string | null
}

/** How what was measured is called: a run as everywhere else. */
export function measuredName(
  { run, file }: MeasurementRef,
  { runName, network, title, model }: NameSources,
): MeasuredName {
  if (run === null) return { kind: 'name', name: title ?? file }
  if (runName.trim() !== '') return { kind: 'name', name: runName }
  if (network !== null) return { kind: 'network', network }
  return { kind: 'name', name: model ?? run }
}

/** What is needed of `run.json`: a part of it, since hundreds may be read. */
const ofRecordSchema = z.object({ description: z.object({ configuration: namedNetworkSchema }) })

/** The network of a run, by the path of its `run.json`; null where there is none. @throws as {@link readJsonFile} */
export function readNamedNetwork(record: string): NamedNetwork | null {
  return readJsonFile(record, ofRecordSchema)?.description.configuration ?? null
}
