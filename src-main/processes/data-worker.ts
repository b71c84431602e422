import { join } from 'node:path'
import { dataHome } from '../core/data-home'
import { datasetsFolder, folderOfSource } from '../core/datasets/dataset-folder'
import type { GetOptions } from '../core/datasets/get/get-dataset'
import { getEmnist } from '../core/datasets/get/get-emnist'
import { getKaggle } from '../core/datasets/get/get-kaggle'
import { importDataset } from '../core/datasets/import/import-dataset'
import { inspectDataset } from '../core/datasets/inspect/inspect-dataset'
import { sampleSheet } from '../core/datasets/inspect/sample-sheet'
import { makeStrokesFolder } from '../core/datasets/make-strokes-folder'
import { openDataset } from '../core/datasets/open-dataset'
import type { StoredDataset } from '../core/datasets/store-dataset'
import { verifyDataset } from '../core/datasets/verify-dataset'
import { assertNever } from '../core/errors'
import { keepPredictions, readTestPredictions } from '../core/measurements/add-predictions'
import { exportRun } from '../core/runs/portable/export-run'
import { importRun } from '../core/runs/portable/import-run'
import { installRuntime, type InstallProgress } from '../core/tensorflow/runtime'
import {
  dataWorkerRequestSchema,
  type DataWorkerReply,
  type DataWorkerRequest,
} from './data-worker-messages'
import { serveOneJob, type JobContext, type StopRequest } from './serve-one-job'

/**
 * The entry of the process that fetches, imports, checks and looks into data sets, and installs the runtime.
 * It loads no TensorFlow.
 */
type Job = Exclude<DataWorkerRequest, StopRequest>
type Context = JobContext<DataWorkerReply>

serveOneJob<Job, DataWorkerReply>(dataWorkerRequestSchema, async (job, context) => {
  switch (job.type) {
    case 'inspect':
      return inspect(job, context)
    case 'draw-sheet':
      return drawSheet(job, context)
    case 'verify':
      return verify(job, context)
    case 'get-emnist':
      return stored(await getEmnist(job.split, getOptions(job, context)), context)
    case 'get-kaggle': {
      const options = { ...getOptions(job, context), environment: process.env }
      return stored(await getKaggle(job.split, options), context)
    }
    case 'import':
      return importSource(job, context)
    case 'make-strokes':
      return makeStrokes(job, context)
    case 'read-predictions':
      return takePredictions(job, context)
    case 'export-run':
      return writeRun(job, context)
    case 'import-run':
      return takeRun(job, context)
    case 'install-runtime':
      return installAsAsked(job, context)
    default:
      assertNever(job)
  }
})

type JobOf<Type extends Job['type']> = Extract<Job, { type: Type }>

async function inspect(
  { dataset: source, split }: JobOf<'inspect'>,
  { post, signal }: Context,
): Promise<void> {
  const { dataset, fingerprint } = await openDataset(source, { split: split ?? undefined, signal })
  post({ type: 'inspected', fingerprint, inspection: await inspectDataset(dataset, { signal }) })
}

async function drawSheet(
  { dataset: source, split, sheet }: JobOf<'draw-sheet'>,
  { post, signal }: Context,
): Promise<void> {
  const { dataset, originals } = await openDataset(source, { split: split ?? undefined, signal })
  const { png, ...geometry } = sampleSheet(dataset, sheet, originals)
  post({ type: 'sheet', png, geometry })
}

async function verify(
  { dataset, split }: JobOf<'verify'>,
  { post, signal }: Context,
): Promise<void> {
  const folder = await folderOfSource(dataset, dataHome())
  const verification = await verifyDataset(folder, { split: split ?? undefined, signal })
  post({ type: 'verified', verification })
}

function getOptions(
  { name, replace }: JobOf<'get-emnist' | 'get-kaggle'>,
  { post, signal }: Context,
): Omit<GetOptions, 'name'> & { readonly name?: string } {
  return {
    home: dataHome(),
    ...(name === null ? {} : { name }),
    replace,
    signal,
    onProgress: (progress) => post({ type: 'getting', progress }),
    onNote: (line) => post({ type: 'note', line }),
  }
}

async function importSource(job: JobOf<'import'>, context: Context): Promise<void> {
  const { post, signal } = context
  const imported = await importDataset(job.path, {
    home: dataHome(),
    name: job.name ?? undefined,
    from: job.from ?? undefined,
    split: job.split ?? undefined,
    mapping: job.mapping ?? undefined,
    testShare: job.testShare ?? undefined,
    seed: job.seed ?? undefined,
    skipBroken: job.skipBroken || undefined,
    replace: job.replace,
    signal,
    onProgress: (progress) => post({ type: 'progress', ...progress }),
  })
  for (const line of imported.notes) post({ type: 'note', line })
  stored(imported, context)
}

async function makeStrokes(
  { name, recipe, replace }: JobOf<'make-strokes'>,
  context: Context,
): Promise<void> {
  const folder = join(datasetsFolder(dataHome()), name)
  const made = await makeStrokesFolder(folder, recipe, {
    replace,
    signal: context.signal,
    onProgress: ({ imagesDone, imagesTotal }) =>
      context.post({ type: 'progress', unit: 'images', done: imagesDone, total: imagesTotal }),
  })
  stored(made, context)
}

function stored({ name, folder, about }: StoredDataset, { post }: Context): void {
  const { fingerprint, trainCount, testCount } = about
  post({ type: 'stored', dataset: { name, folder, fingerprint, trainCount, testCount } })
}

async function takePredictions(
  { path, title, dataset, split, corrections }: JobOf<'read-predictions'>,
  { post, signal }: Context,
): Promise<void> {
  const data = await openDataset(dataset, { split: split ?? undefined, corrections, signal })
  const predictions = await readTestPredictions(path, data)
  signal.throwIfAborted()
  const kept = await keepPredictions({ home: dataHome(), data, title, ...predictions })
  post({ type: 'predictions-kept', file: kept.file, isNew: kept.isNew })
}

async function writeRun(
  { run, file }: JobOf<'export-run'>,
  { post, signal }: Context,
): Promise<void> {
  const { bytes, leftOut } = await exportRun(join(dataHome(), 'runs', run), file, { signal })
  post({ type: 'run-exported', bytes, leftOut: leftOut.length })
}

async function takeRun({ file }: JobOf<'import-run'>, { post, signal }: Context): Promise<void> {
  const { kind, run, calledBefore } = await importRun(file, join(dataHome(), 'runs'), { signal })
  post({ type: 'run-imported', imported: { kind, run, calledBefore } })
}

async function installAsAsked(
  { variant, from }: JobOf<'install-runtime'>,
  { post, signal }: Context,
): Promise<void> {
  const onProgress = (progress: InstallProgress) =>
    post({
      type: 'installing',
      progress: {
        ...{ state: 'installing', variant, phase: progress.phase },
        bytesDone: 'bytesDone' in progress ? progress.bytesDone : null,
        bytesTotal: 'bytesDone' in progress ? (progress.bytesTotal ?? null) : null,
      },
    })
  await installRuntime({ variant, from, onProgress, signal })
  post({ type: 'installed' })
}
