import { copyFile, readdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import type { EvaluationFile } from '../../../src-preload/contract/evaluation'
import type { RunRecord } from '../../../src-preload/contract/run'
import type { OpenDataset } from '../datasets/open-dataset'
import { GlyphlabError } from '../errors'
import { makeFolderAtomically } from '../files/atomic-write'
import { makeFolder } from '../files/make-folder'
import { measurementFiles } from '../measurements/measurement-files'
import { bfloat16Bits } from '../safetensors/values'
import { readSafetensors } from '../safetensors/safetensors'
import type { TensorFlow } from '../tensorflow/runtime'
import { networkMetadataSchema, readCheckpointMetadata, writeCheckpoint } from './checkpoint'
import { evaluateRun } from './evaluate-run'
import type { ListedRun } from './list-runs'
import { runPaths, type RunPaths } from './run-folder'
import { writeRunRecord } from './run-record'
import { withoutPaths } from './without-paths'

export interface CondenseRunOptions {
  readonly run: Pick<ListedRun, 'folder' | 'record'>
  /** The data set that the run was trained on. */
  readonly data: OpenDataset
  /** Of the new folder, which is not there yet. */
  readonly folder: string
  readonly tensorflow: TensorFlow
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((imagesDone: number, images: number) => void) | undefined
}

/**
 * Makes a folder of a finished run that is small enough to pass on: its best weights rounded to bfloat16, measured
 * anew as rounded, on the validation and the test part; its record without paths, and its metrics. It is a run's folder like
 * any other, which cannot be resumed: nothing of the optimizer is left.
 *
 * @returns the measurement on the test part
 * @throws GlyphlabError `usage` where the run has not finished or the folder is there, `dataset-changed` where the
 *   data set is not the one that was trained on, `disk-full` or `output-failed`, or as `evaluateRun`
 */
export async function condenseRun(options: CondenseRunOptions): Promise<EvaluationFile> {
  const { run, data, folder } = options
  const { record } = run
  const result = requireFinished(record)
  if (data.fingerprint !== record.description.fingerprint)
    throw new GlyphlabError(
      'dataset-changed',
      `${data.dataset.name} is not the data set that ${record.id} was trained on`,
    )
  if (await isTaken(folder)) throw new GlyphlabError('usage', `${folder} is there already`, NEW)
  const measured: EvaluationFile[] = []
  await makeFolderAtomically(folder, async (unfinished) => {
    const to = runPaths(unfinished)
    await makeFolder(to.checkpoints)
    await roundWeights(runPaths(run.folder), to)
    const plain = withoutPaths(record)
    await writeRunRecord(to.record, plain)
    for (const part of ['validation', 'test'] as const)
      measured.push(await measure({ ...options, run: { folder: unfinished, record: plain } }, part))
    const test = testMeans(measured.at(-1), record)
    await writeRunRecord(to.record, { ...plain, result: { ...result, test } })
    const { metrics } = runPaths(run.folder)
    if (existsSync(metrics)) await copyFile(metrics, to.metrics)
  })
  const [, test] = measured
  if (test === undefined) throw new GlyphlabError('internal', 'the test part was not measured')
  return test
}

const NEW = 'Name a folder that is not there yet.'

function requireFinished({ result, status, id }: RunRecord) {
  const hasEnded = status === 'finished' || status === 'stopped-early'
  if (result !== null && hasEnded) return result
  throw new GlyphlabError(
    'usage',
    `${id} has not finished`,
    '`glyphlab resume` goes on where it stopped.',
  )
}

async function isTaken(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => null)
  return names === null ? existsSync(folder) : names.length > 0
}

/** They are computed with in float32, which every processor is fast at, and to answer everywhere alike. */
async function roundWeights(from: RunPaths, to: RunPaths): Promise<void> {
  const metadata = await readCheckpointMetadata(from.best, networkMetadataSchema)
  const { tensors } = await readSafetensors(from.best)
  const rounded = [...tensors].map(
    ([name, { shape, values }]) => [name, { shape, values: bfloat16Bits(values) }] as const,
  )
  await writeCheckpoint(to.best, new Map(rounded), { ...metadata, precision: 'float32' })
}

/** What was answered to each image takes more room than the network, and is left out. */
async function measure(
  { run, data, tensorflow, signal, onProgress }: CondenseRunOptions,
  part: EvaluationFile['part'],
): Promise<EvaluationFile> {
  const { evaluation, file, notKept } = await evaluateRun({
    ...{ run, data, part, tensorflow, signal, onProgress },
  })
  if (file === null)
    throw new GlyphlabError(notKept?.code ?? 'internal', notKept?.message ?? 'nothing was kept')
  await rm(measurementFiles(runPaths(run.folder).evaluations, file).answers)
  return evaluation
}

function testMeans(evaluation: EvaluationFile | undefined, { id }: RunRecord) {
  const { accuracy = null, loss = null, interval = null } = evaluation?.report ?? {}
  if (accuracy === null || loss === null || interval === null)
    throw new GlyphlabError('usage', `${id} has no test part to be measured on`)
  return { accuracy, loss, interval }
}
