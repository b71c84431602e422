import { join } from 'node:path'
import {
  namedNetworkSchema,
  type Measurement,
  type MeasurementRef,
} from '../../../src-preload/contract/measurement'
import { errorData, GlyphlabError } from '../errors'
import { confidenceHistogram } from '../evaluation/confidence-histogram'
import { readNotes, readRun, type ListedRun } from '../runs/list-runs'
import { runPaths } from '../runs/run-folder'
import { measuredName } from './measured-name'
import type { MeasurementIndex } from './measurement-index'
import type { MeasurementReader } from './measurement-reader'

/** What measurements are read by. */
export interface Measurements {
  readonly index: MeasurementIndex
  readonly reader: MeasurementReader
}

/**
 * All of a measurement.
 * @throws GlyphlabError `measurement-missing`, `run-damaged` or `run-newer`
 */
export async function openMeasurement(
  home: string,
  ref: MeasurementRef,
  { index, reader }: Measurements,
): Promise<Measurement> {
  const evaluation = reader.evaluation(home, ref)
  const { part, dataset, model } = evaluation
  const kept = await orError(() => reader.answers(home, ref))
  const folder = ref.run === null ? null : join(home, 'runs', ref.run)
  // A measurement can be shown without its run.
  const run = folder === null ? null : await readRun(folder).catch(() => null)
  const called = measuredName(ref, {
    runName: folder === null ? '' : nameIn(folder),
    network: run && namedNetworkSchema.parse(run.record.description.configuration),
    title: kept.ok ? kept.value.title : null,
    model,
  })
  return {
    ref,
    called,
    evaluation,
    run: run === null ? null : ofRun(run),
    testMeasured: part === 'test' ? await index.testMeasured(home, dataset.fingerprint) : null,
    predictions: kept.ok
      ? {
          kind: 'kept',
          confidences: confidenceHistogram(kept.value.answers),
          source: kept.value.source,
        }
      : { kind: 'missing', error: kept.error },
  }
}

function nameIn(folder: string): string {
  try {
    return readNotes(runPaths(folder))?.name ?? ''
  } catch {
    return ''
  }
}

function ofRun({ status, epochsDone, record }: ListedRun): Measurement['run'] {
  const { datasetSource, description } = record
  return {
    ...{ status, epochsDone },
    epochs: description.configuration.epochs,
    dataset: datasetSource,
    split: description.split,
  }
}

async function orError<Value>(read: () => Promise<Value>) {
  try {
    return { ok: true, value: await read() } as const
  } catch (error) {
    if (!(error instanceof GlyphlabError)) throw error
    return { ok: false, error: errorData(error) } as const
  }
}
