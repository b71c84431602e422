import { join } from 'node:path'
import type { Measurement, MeasurementRef } from '../../../src-preload/contract/measurement'
import { errorData, GlyphlabError } from '../errors'
import { confidenceHistogram } from '../evaluation/confidence-histogram'
import { readNotes, readRun } from '../runs/list-runs'
import { runPaths } from '../runs/run-folder'
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
  const ownTitle = kept.ok ? kept.value.title : null
  return {
    ref,
    title: ref.run === null ? (ownTitle ?? ref.file) : nameOf(home, ref.run) || (model ?? ref.run),
    evaluation,
    run: ref.run === null ? null : await runOf(join(home, 'runs', ref.run)),
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

function nameOf(home: string, run: string): string {
  try {
    return readNotes(runPaths(join(home, 'runs', run)))?.name ?? ''
  } catch {
    return ''
  }
}

/** A measurement can be shown without its run. */
async function runOf(folder: string): Promise<Measurement['run']> {
  const run = await readRun(folder).catch(() => null)
  if (run === null) return null
  const { datasetSource, description } = run.record
  return {
    status: run.status,
    epochs: description.configuration.epochs,
    epochsDone: run.epochsDone,
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
