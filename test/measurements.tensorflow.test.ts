import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { evaluationFileSchema } from '../src-preload/contract/evaluation'
import type { HandedOverId } from '../src-preload/contract/bridge/hand-over'
import type { ImageQuery, MeasurementRef, Measuring } from '../src-preload/contract/measurement'
import { runIdSchema, type RunId } from '../src-preload/contract/run'
import { WindowEvents } from '../src-main/bridge/events'
import type { Caller } from '../src-main/bridge/handlers'
import { openServices, type Services } from '../src-main/bridge/services'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { startChildProcess, type StartProcess } from '../src-main/processes/start-process'
import { addSmallDataset, makeTestHome, type TestHome } from './data-home'
import { runGlyphlab } from './run-glyphlab'

const BUILD = fileURLToPath(new URL('../out/app/main/', import.meta.url))
const CALLER: Caller = { id: 'test', face: 'served' }
const WRONG: ImageQuery = {
  ...{ actual: null, predicted: null, outcome: 'wrong' },
  ...{ confidence: [0, 1], order: 'surest' },
}

let home: TestHome
let services: Services
let run: RunId
const told: string[] = []

/** The entries of the build: in this process they have none beside them. */
const startBuilt: StartProcess = (options) =>
  startChildProcess({ ...options, file: join(BUILD, basename(options.file)) })

const glyphlab = (...words: readonly string[]) => runGlyphlab(words, home.environment)

beforeAll(async () => {
  home = await makeTestHome()
  vi.stubEnv('GLYPHLAB_HOME', home.folder)
  await addSmallDataset(home, 'small')
  await addSmallDataset(home, 'copy', 140)
  await writeEmnistFolder(join(home.folder, 'datasets', 'larger'), {
    ...{ classes: 5, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false },
  })
  const words = ['--dataset', 'small', '--model', 'tiny', '--batch-size', '32', '--epochs', '1']
  const { stdout } = await glyphlab('train', ...words, '--json')
  const done = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { run: string }
  run = runIdSchema.parse(basename(done.run))
  const events = new WindowEvents()
  events.subscribe((...[name]) => void told.push(name))
  services = await openServices({
    ...{ home: home.folder, startProcess: startBuilt, events, capabilities: {} },
  })
}, 120_000)
afterAll(async () => {
  await services.close()
  vi.unstubAllEnvs()
  await home[Symbol.asyncDispose]()
})

const ask = (): Services['handlers'] => services.handlers
const open = async (ref: MeasurementRef) =>
  (await ask()['measurements.open']({ ref }, CALLER)).measurement
const own = (file = 'small-test'): MeasurementRef => ({ run, file })
const filesOf = (file: string) => join(home.folder, 'runs', run, 'evaluations', file)

async function measured(dataset: string, part: 'validation' | 'test' = 'test'): Promise<Measuring> {
  const wanted = { run, dataset, split: null, corrections: 'current', part } as const
  await ask()['measurements.measure'](wanted, CALLER)
  let state: Measuring
  do state = await ask()['measurements.measuring']({}, CALLER)
  while (state.phase === 'measuring' && (await new Promise((end) => setTimeout(end, 50, true))))
  return state
}

async function handOver(path: string) {
  return (await services.handedOver.add([path], CALLER.id)).id
}

test('training keeps what was answered to each image of the test part', async () => {
  const list = await ask()['measurements.list']({ known: null }, CALLER)
  const network = { architecture: { name: 'tiny' }, precision: 'float32' }
  const called = { kind: 'network', network }
  const listed = { ref: own(), called, part: 'test', classes: 4, images: 200 }
  expect(list).toMatchObject({
    kind: 'list',
    measurements: [{ ...listed, hasPredictions: true }],
  })
  const measurement = await open(own())
  expect(measurement).toMatchObject({
    called,
    run: { status: 'finished', epochs: 1, epochsDone: 1, dataset: 'small', split: 'balanced' },
    testMeasured: { runs: 1, times: 1 },
    predictions: { kind: 'kept' },
  })
  const { report } = measurement.evaluation
  const wrong = 200 - Math.round((report.accuracy ?? 0) * 200)
  const wanted = { ref: own(), query: WRONG, offset: 0, limit: 200 }
  const shown = await ask()['measurements.images'](wanted, CALLER)
  expect(shown).toMatchObject({ total: wrong, pixelsMissing: null })
  expect(shown.images.every(({ pixels }) => pixels?.length === 1048)).toBe(true)
})

test('recall follows each class over the epochs', async () => {
  const { classes, epochs } = await ask()['measurements.recall']({ run }, CALLER)
  expect(classes.map(({ characters }) => characters)).toEqual([['0'], ['1'], ['2'], ['3']])
  expect(epochs).toMatchObject([{ epoch: 1, best: true }])
})

test('a measurement without answers says so, and has them once it was measured again', async () => {
  await rm(filesOf('small-test.safetensors'))
  expect(await open(own())).toMatchObject({
    predictions: { kind: 'missing', error: { code: 'predictions-missing' } },
  })
  const before = (await open(own())).evaluation
  expect(await measured('small')).toEqual({ phase: 'done', ref: own() })
  const after = await open(own())
  expect(after.predictions.kind).toBe('kept')
  // The very bits that training measured.
  expect(after.evaluation.report).toEqual(before.report)
  expect(after.evaluation.measurements).toBe(2)
  expect(told).toContain('measurements.changed')
})

test('a run is measured on its validation part, and on other data', async () => {
  expect(await measured('small', 'validation')).toEqual({
    ...{ phase: 'done', ref: own('small-validation') },
  })
  expect((await open(own('small-validation'))).testMeasured).toBeNull()
  expect(await measured('copy')).toEqual({ phase: 'done', ref: own('copy-test') })
  expect(await measured('copy', 'validation')).toMatchObject({
    ...{ phase: 'failed', run, error: { code: 'dataset-changed' } },
  })
})

test.each([
  ['larger', 'classes-differ'],
  ['absent', 'dataset-missing'],
])('measuring it on %s fails with one error', async (dataset, code) => {
  expect(await measured(dataset)).toMatchObject({ phase: 'failed', run, error: { code } })
})

test('one is measured at a time, and stopping it keeps nothing', async () => {
  const wanted = { run, dataset: 'small', split: null, corrections: 'none', part: 'test' } as const
  const before = await readFile(filesOf('small-test.json'), 'utf8')
  await ask()['measurements.measure'](wanted, CALLER)
  await expect(ask()['measurements.measure'](wanted, CALLER)).rejects.toMatchObject({
    code: 'job-refused',
  })
  await ask()['measurements.stop']({}, CALLER)
  expect(await ask()['measurements.measuring']({}, CALLER)).toEqual({ phase: 'idle' })
  expect(await readFile(filesOf('small-test.json'), 'utf8')).toBe(before)
})

test('predictions of any program are taken in, and are those of the run', async () => {
  const file = join(home.folder, 'elsewhere.csv')
  await glyphlab('evaluate', run, '--predictions', file)
  const ofSmall = { dataset: 'small', split: null, corrections: 'current' } as const
  const add = (dataset: string, handedOver: HandedOverId) =>
    ask()['measurements.add-predictions']({ ...ofSmall, dataset, handedOver }, CALLER)
  const { ref, isNew } = await add('small', await handOver(file))
  expect(isNew).toBe(true)
  expect(ref).toEqual({ run: null, file: 'elsewhere' })
  expect(await add('small', await handOver(file))).toEqual({ ref, isNew: false })
  const measurement = await open(ref)
  expect(measurement).toMatchObject({ called: { kind: 'name', name: 'elsewhere.csv' }, run: null })
  const ofRun = (await open(own())).evaluation.report
  expect(measurement.evaluation.report.confusion).toEqual(ofRun.confusion)
  const compared = await ask()['measurements.compare'](
    { baseline: own(), others: [ref, own('copy-test')] },
    CALLER,
  )
  expect(compared.comparisons).toMatchObject([
    { ok: true, comparison: { images: 200, difference: 0, baselineOnly: 0, otherOnly: 0 } },
    { ok: false, error: { code: 'not-comparable' } },
  ])
  // Of another data set: said by the name that the user knows the file by.
  const refused = await handOver(file)
  await expect(add('larger', refused)).rejects.toMatchObject({
    code: 'predictions-invalid',
    message: expect.stringMatching(/^elsewhere\.csv, line 1: /),
  })
  // It can be tried with another data set, for as long as its window is there.
  expect(services.handedOver.describe(refused).name).toBe('elsewhere.csv')
  await services.handedOver.releaseOf(CALLER.id)
  await expect(add('small', refused)).rejects.toMatchObject({ code: 'dataset-missing' })
  await ask()['measurements.remove']({ ref }, CALLER)
  await expect(open(ref)).rejects.toMatchObject({ code: 'measurement-missing' })
  await expect(ask()['measurements.remove']({ ref: own() }, CALLER)).rejects.toMatchObject({
    code: 'not-possible-here',
  })
})

test('the command line keeps predictions as the window does', async () => {
  const file = join(home.folder, 'by hand.csv')
  await glyphlab('evaluate', run, '--predictions', file)
  const words = ['evaluate', '--from', file, '--dataset', 'small', '--keep']
  expect((await glyphlab(...words)).stderr).toContain('kept in the data home as by-hand\n')
  expect((await glyphlab(...words)).stderr).toContain('as by-hand already: nothing was added\n')
  const text = await readFile(join(home.folder, 'predictions', 'by-hand.json'), 'utf8')
  expect(evaluationFileSchema.parse(JSON.parse(text))).toEqual(
    (await open({ run: null, file: 'by-hand' })).evaluation,
  )
  const { status, stderr } = await glyphlab('evaluate', run, '--keep')
  expect(status).toBe(2)
  expect(stderr).toContain('--keep is for --from')
})
