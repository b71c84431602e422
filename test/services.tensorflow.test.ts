import { cp, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { NewRun } from '../src-preload/contract/job'
import { metricsLineSchema } from '../src-preload/contract/metrics'
import {
  notesChangeSchema,
  runIdSchema,
  type NotesChange,
  type RunId,
} from '../src-preload/contract/run'
import { builtInModelSchema, type ModelRef, type Stroke } from '../src-preload/contract/sketch'
import { trainingConfigurationSchema } from '../src-preload/contract/training'
import { WindowEvents } from '../src-main/bridge/events'
import type { Caller } from '../src-main/bridge/handlers'
import { openServices, type Services } from '../src-main/bridge/services'
import { PIXELS_PER_IMAGE, type Dataset } from '../src-main/core/datasets/dataset'
import { readEmnist } from '../src-main/core/datasets/emnist'
import { sketchImage } from '../src-main/core/images/sketch-image'
import { startChildProcess, type StartProcess } from '../src-main/processes/start-process'
import { addSmallDataset, makeTestHome, type TestHome } from './data-home'
import { runGlyphlab } from './run-glyphlab'

const BUILD = fileURLToPath(new URL('../out/app/main/', import.meta.url))
const ABSENT = runIdSchema.parse('20260101-000000-tiny-none')
const CALLER: Caller = { id: 'test', face: 'served' }
const CONFIGURATION = trainingConfigurationSchema.parse({
  architecture: { name: 'tiny' },
  epochs: 2,
  batchSize: 32,
})
const NEW_RUN: NewRun = {
  dataset: 'small',
  split: null,
  corrections: 'current',
  configuration: CONFIGURATION,
}

let home: TestHome
let services: Services
const started: { name: string; processId: number }[] = []
const told: { name: string; payload: unknown }[] = []

/** The entries of the build: in this process they have none beside them. */
const startBuilt: StartProcess = (options) => {
  const host = startChildProcess({ ...options, file: join(BUILD, basename(options.file)) })
  started.push({ name: options.name, processId: host.processId ?? Number.NaN })
  return host
}

beforeAll(async () => {
  home = await makeTestHome()
  vi.stubEnv('GLYPHLAB_HOME', home.folder)
  await addSmallDataset(home, 'small')
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
  const events = new WindowEvents()
  events.subscribe((name, payload) => told.push({ name, payload }))
  services = await openServices({
    ...{ home: home.folder, startProcess: startBuilt, events, capabilities: {} },
  })
}, 120_000)
afterAll(async () => {
  await services.close()
  for (const { processId } of started) expect(() => process.kill(processId, 0)).toThrow()
  vi.unstubAllEnvs()
  await home[Symbol.asyncDispose]()
})

const ask = (): Services['handlers'] => services.handlers
async function listed() {
  const list = await ask()['runs.list']({ known: null }, CALLER)
  if (list.kind !== 'list') throw new Error('a list was expected')
  return list
}
const processOf = (name: string) => started.findLast((process) => process.name === name)?.processId

async function train(...words: readonly string[]): Promise<RunId> {
  const { status, stdout, stderr } = await runGlyphlab(
    [
      ...['train', '--dataset', 'small', '--model', 'tiny', '--batch-size', '32', '--epochs', '2'],
      ...['--json', ...words],
    ],
    home.environment,
  )
  expect(stderr).not.toContain('glyphlab:')
  expect(status).toBe(0)
  const done = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { run: string }
  return runIdSchema.parse(basename(done.run))
}

const pixelsAt = ({ images }: Dataset, at: number) =>
  Buffer.from(images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)).toString(
    'base64',
  )

describe.sequential('a window that prepares, trains and tries a network', () => {
  let run: RunId
  let dataset: Dataset

  test('is told what a run would be, and not how long it takes where nothing was measured', async () => {
    const plan = await ask()['training.plan'](NEW_RUN, CALLER)
    expect(plan).toMatchObject({
      description: { trainingImages: 468, validationImages: 52, testImages: 200, classes: 4 },
      estimate: null,
    })
    expect(plan.layers.map(({ kind }) => kind)).toContain('Conv2D')
    expect(plan.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(
      plan.description.parameters,
    )
    expect(plan.weightsBytes).toBe(4 * plan.description.parameters)
    expect(plan.memoryBytes).toBeGreaterThan(plan.weightsBytes)
  })

  test('gets the refusal that starting would', async () => {
    const tooLarge = { ...NEW_RUN, configuration: { ...CONFIGURATION, batchSize: 4096 } }
    await expect(ask()['training.plan'](tooLarge, CALLER)).rejects.toMatchObject({
      code: 'batch-too-large',
      message: 'a batch of 4096 is larger than the 468 images to train on',
    })
    await expect(
      ask()['training.plan']({ ...NEW_RUN, dataset: 'absent' }, CALLER),
    ).rejects.toMatchObject({ code: 'dataset-missing' })
  })

  test('cannot have a folder read that nobody chose', async () => {
    const elsewhere = { ...NEW_RUN, dataset: join(home.folder, 'datasets', 'small') }
    await expect(ask()['training.plan'](elsewhere, CALLER)).rejects.toMatchObject({
      code: 'dataset-missing',
      hint: 'Choose the folder again.',
    })
  })

  test('sees images of the training part, the same for the same seed', async () => {
    dataset = await readEmnist(join(home.folder, 'datasets', 'small'))
    const samples = async (seed: number) =>
      ask()['datasets.samples']({ dataset: 'small', split: null, count: 6, seed }, CALLER)
    const { images } = await samples(1)
    expect(images).toHaveLength(6)
    const own = Array.from({ length: dataset.trainCount }, (_, at) => pixelsAt(dataset, at))
    for (const { pixels, characters } of images) {
      const at = own.indexOf(pixels)
      expect(characters).toEqual(dataset.classes[dataset.labels[at] ?? -1]?.characters)
    }
    expect(await samples(1)).toEqual({ images })
    expect(await samples(2)).not.toEqual({ images })
  })

  test('finds the run in the list, its curves as its file has them, and a time for the next', async () => {
    run = await train()
    const { runs, unreadable } = await listed()
    expect(unreadable).toEqual([])
    expect(runs).toMatchObject([
      { run, title: 'tiny', status: 'finished', epochsDone: 2, isResumable: false, error: null },
    ])
    const { record } = await ask()['runs.open']({ run }, CALLER)
    expect(runs[0]).toMatchObject({
      description: record.description,
      test: record.result?.test,
      best: { epoch: record.result?.bestEpoch, ...record.result?.validation },
    })
    const plan = await ask()['training.plan'](NEW_RUN, CALLER)
    expect(plan.description).toEqual(record.description)
    expect(plan.estimate?.from).toEqual({ kind: 'run', run })
    expect(plan.estimate?.secondsPerEpoch).toBeCloseTo((runs[0]?.seconds ?? Number.NaN) / 2, 6)

    const metrics = await ask()['runs.metrics']({ run }, CALLER)
    const text = await readFile(join(home.folder, 'runs', run, 'metrics.jsonl'), 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => metricsLineSchema.parse(JSON.parse(line)))
    const steps = lines.filter(({ kind }) => kind === 'step')
    expect(metrics).toMatchObject({ run, stepsPerEpoch: 14 })
    expect(metrics.steps).toEqual({
      step: steps.map(({ step }) => step),
      loss: steps.map(({ trainingLoss }) => trainingLoss),
      accuracy: steps.map(({ trainingAccuracy }) => trainingAccuracy),
      learningRate: steps.map(({ learningRate }) => learningRate),
    })
    expect(metrics.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 14],
      [2, 28],
    ])
    expect(await ask()['runs.epochs']({ runs: [ABSENT, run] }, CALLER)).toEqual({
      runs: [
        { run: ABSENT, epochs: [] },
        { run, epochs: metrics.epochs },
      ],
    })
  })

  test('writes down what the user calls it, in the file that the command line reads', async () => {
    const annotate = async (change: NotesChange) =>
      ask()['runs.annotate']({ run, change: notesChangeSchema.parse(change) }, CALLER)
    const before = await listed()
    told.length = 0
    await annotate({ name: 'Δοκιμή', tags: ['paper'] })
    await annotate({ starred: true })
    expect(told.map(({ name }) => name)).toContain('runs.changed')
    const { stamp, runs } = await listed()
    expect(stamp).not.toBe(before.stamp)
    expect(runs).toMatchObject([{ run, name: 'Δοκιμή', tags: ['paper'], starred: true, text: '' }])
    expect(await ask()['runs.list']({ known: stamp }, CALLER)).toEqual({ kind: 'unchanged' })
    const { stdout } = await runGlyphlab(['runs', 'note', run, 'of many'], home.environment)
    expect(stdout).toBe('★ "Δοκιμή" #paper of many\n')
    expect((await listed()).runs).toMatchObject([{ run, text: 'of many', starred: true }])
  })

  test('deletes it, and brings it back with all that it had', async () => {
    const before = await listed()
    told.length = 0
    const deleted = await ask()['runs.delete']({ runs: [run, ABSENT] }, CALLER)
    expect(deleted).toMatchObject({
      deleted: [run],
      refused: [{ run: ABSENT, error: { code: 'run-missing' } }],
    })
    expect(told.map(({ name }) => name)).toEqual(['runs.changed', 'measurements.changed'])
    expect((await listed()).runs).toEqual([])
    expect((await ask()['home.usage']({}, CALLER)).trashBytes).toBeGreaterThan(0)
    await expect(async () => ask()['runs.open']({ run }, CALLER)).rejects.toMatchObject({
      code: 'run-missing',
    })
    expect(await ask()['runs.restore']({ runs: [run] }, CALLER)).toEqual({
      restored: [run],
      refused: [],
    })
    expect(await listed()).toEqual(before)
    expect(await ask()['home.empty-trash']({}, CALLER)).toEqual({})
    expect((await ask()['home.usage']({}, CALLER)).trashBytes).toBe(0)
  })

  const STROKES: Stroke[] = [
    { width: 30, hasPressure: false, points: [120, 90, 0.5, 130, 300, 0.5, 125, 560, 0.5] },
    { width: 30, hasPressure: false, points: [120, 320, 0.5, 300, 300, 0.5, 520, 330, 0.5] },
  ]
  const read = async (models: ModelRef[], strokes = STROKES) =>
    (await ask()['sketch.read']({ strokes, models }, CALLER)).reading
  const readings = async (...runs: readonly RunId[]) => {
    const reading = await read(runs.map((id) => ({ kind: 'run', run: id })))
    if (reading.kind !== 'drawn') throw new Error('the sheet is empty')
    return reading.readings
  }

  test('has a sheet read as it is drawn, by two models', async () => {
    const reading = await read([{ kind: 'run', run }, { kind: 'built-in' }])
    if (reading.kind !== 'drawn') throw new Error('the sheet is empty')
    expect(Buffer.from(reading.seen, 'base64')).toEqual(
      Buffer.from(sketchImage(STROKES)?.seen ?? []),
    )
    const answers = reading.readings.map((one) => (one.kind === 'read' ? one.answers : []))
    expect(answers.map(({ length }) => length)).toEqual([4, 5])
    for (const probabilities of answers.map((listed) => listed.map((one) => one.probability)))
      expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
    expect(answers[0]?.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5)
  })

  test('is told of an empty sheet', async () => {
    const models: ModelRef[] = [{ kind: 'run', run }]
    expect(await read(models, [])).toEqual({ kind: 'empty' })
    const outside = { width: 10, hasPressure: false, points: [900, 900, 0.5, 1000, 950, 0.5] }
    expect(await read(models, [outside])).toEqual({ kind: 'empty' })
  })

  test('gets the answer of one model where the other is gone', async () => {
    expect(await readings(ABSENT, run)).toMatchObject([
      { kind: 'failed', error: { code: 'run-missing' } },
      { kind: 'read' },
    ])
  })

  test('is told how the model was made that comes with Glyphlab', async () => {
    const { model } = await ask()['sketch.built-in']({}, CALLER)
    expect(builtInModelSchema.parse(model)).toEqual(model)
    expect(model.evaluation?.dataset.fingerprint).toBe(model.record.description.fingerprint)
    expect(model.weightsBytes).toBeLessThan(4_000_000)
    expect(model.multiplyAdds).toBeLessThanOrEqual(60_000_000)
  })

  test('does not notice that the recogniser was killed', async () => {
    const before = await readings(run)
    const killed = processOf('recogniser')
    process.kill(killed ?? Number.NaN, 'SIGKILL')
    expect(await readings(run)).toEqual(before)
    expect(processOf('recogniser')).not.toBe(killed)
  })

  test('does not notice that the data service was killed', async () => {
    const before = await ask()['runs.metrics']({ run }, CALLER)
    const killed = processOf('data')
    process.kill(killed ?? Number.NaN, 'SIGKILL')
    expect(await ask()['runs.metrics']({ run }, CALLER)).toEqual(before)
    expect(processOf('data')).not.toBe(killed)
  })

  test('gets the answers of the checkpoint that is there now', async () => {
    const before = await readings(run)
    const other = await train('--seed', '2')
    const best = (id: RunId) => join(home.folder, 'runs', id, 'checkpoints', 'best.safetensors')
    await cp(best(other), best(run))
    const after = await readings(run)
    expect(after).not.toEqual(before)
    expect(await readings(other)).toEqual(after)
  })

  test('sees a data set that has been replaced as it is now', async () => {
    const before = await ask()['training.plan'](NEW_RUN, CALLER)
    await addSmallDataset(home, 'small', 60)
    const after = await ask()['training.plan'](NEW_RUN, CALLER)
    expect(after.description.trainingImages).toBe(216)
    expect(after.description.fingerprint).not.toBe(before.description.fingerprint)
  })

  test('is told what the data home takes', async () => {
    const usage = await ask()['home.usage']({}, CALLER)
    expect(usage.folder).toBe(home.folder)
    expect(usage.datasetsBytes).toBeGreaterThan(440 * PIXELS_PER_IMAGE)
    expect(usage.runsBytes).toBeGreaterThan(0)
    expect(usage.runtimeBytes).toBeGreaterThan(50_000_000)
    expect(usage.freeBytes).toBeGreaterThan(0)
  })
})

describe('a run that is not there', () => {
  test.each<[string, () => unknown]>([
    ['is not opened', () => ask()['runs.open']({ run: ABSENT }, CALLER)],
    ['has no curves', () => ask()['runs.metrics']({ run: ABSENT }, CALLER)],
  ])('%s', async (_, asked) => {
    await expect(asked()).rejects.toMatchObject({ code: 'run-missing' })
  })
})

test('the runtime is installed in a process of its own, and the machine checked anew', async () => {
  expect(ask()['runtime.install']({ variant: 'cpu' }, CALLER)).toEqual({})
  expect(await ask()['runtime.state']({}, CALLER)).toMatchObject({ state: 'installing' })
  await expect
    .poll(() => ask()['runtime.state']({}, CALLER), { timeout: 30_000 })
    .toEqual({ state: 'idle', isThere: true })
  await expect
    .poll(() => services.doctor.report?.links.float32.status, { timeout: 60_000 })
    .toBe('sound')
  expect(services.doctor.report?.links.runtime).toMatchObject({
    status: 'sound',
    value: { variant: 'cpu', source: 'cache' },
  })
  expect(told.map(({ name }) => name)).toContain('connections.changed')
})
