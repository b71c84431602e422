import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  architectureSchema,
  trainingConfigurationSchema,
} from '../../../src-preload/contract/training'
import { keepMadeMeasurement, type MadeMeasurement } from './made-measurement.test-helper'
import { MeasurementIndex } from './measurement-index'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-index-'))
})
afterEach(() => rm(home, { recursive: true }))

const evaluations = (run: string) => join(home, 'runs', run, 'evaluations')
const keep = (run: string, made: MadeMeasurement = {}) =>
  keepMadeMeasurement(evaluations(run), { run, ...made })

test('an empty data home has none', async () => {
  expect(await new MeasurementIndex().list(home)).toEqual([])
})

test('every measurement of every run is listed, the latest first', async () => {
  await keep('one')
  await keep('two', { part: 'validation' })
  await keep('one', { part: 'validation' })
  const listed = await new MeasurementIndex().list(home)
  expect(listed.map(({ ref, part }) => [ref.run, ref.file, part])).toEqual([
    ['one', 'made-validation', 'validation'],
    ['two', 'made-validation', 'validation'],
    ['one', 'made-test', 'test'],
  ])
  expect(listed[0]).toMatchObject({
    ...{ called: { kind: 'name', name: 'tiny' }, classes: 47, images: 400, hasPredictions: true },
  })
})

test('whoever knows the list is told that it stands, until it does not', async () => {
  await keep('one')
  const index = new MeasurementIndex()
  const first = await index.listUnlessKnown(home, null)
  if (first.kind !== 'list') throw new Error('no list')
  expect(first.measurements).toEqual(await index.list(home))
  // Another process has read the same.
  const again = await new MeasurementIndex().listUnlessKnown(home, first.stamp)
  expect(again).toEqual({ kind: 'unchanged' })
  await keep('two')
  const second = await index.listUnlessKnown(home, first.stamp)
  expect(second).toMatchObject({ kind: 'list', measurements: [{}, {}] })
})

test('a run goes by the name that its user gave it', async () => {
  await keep('one')
  const index = new MeasurementIndex()
  await index.list(home)
  const notes = { schema: 1, name: 'ваза 花', text: '', tags: [], starred: false }
  await writeFile(join(home, 'runs', 'one', 'notes.json'), JSON.stringify(notes))
  expect(await index.list(home)).toMatchObject([{ called: { name: 'ваза 花' } }])
  await writeFile(join(home, 'runs', 'one', 'notes.json'), '{"schema": 1, "na')
  expect(await index.list(home)).toMatchObject([{ called: { name: 'tiny' } }])
})

test.each([
  ['a network of ours', { name: 'seed-cnn', denseUnits: 8 }, { name: 'seed-cnn' }],
  [
    'a network of the user’s own',
    { name: 'layers', title: 'wide', layers: [{ kind: 'Flatten' }] },
    { name: 'layers', title: 'wide' },
  ],
])('a run that nobody has named goes by its network: %s', async (_, made, architecture) => {
  const configuration = trainingConfigurationSchema.parse({
    architecture: architectureSchema.parse(made),
    precision: 'bfloat16',
  })
  await keep('one')
  const record = { schema: 1, description: { configuration } }
  await writeFile(join(home, 'runs', 'one', 'run.json'), JSON.stringify(record))
  const network = { architecture, precision: 'bfloat16' }
  const [listed] = await new MeasurementIndex().list(home)
  expect(listed?.called).toEqual({ kind: 'network', network })
})

test('what changes from outside is read again', async () => {
  await keep('one')
  const index = new MeasurementIndex()
  expect(await index.list(home)).toHaveLength(1)
  await keep('two')
  expect(await index.list(home)).toHaveLength(2)
  await rm(join(evaluations('two'), 'made-test.safetensors'))
  const without = (await index.list(home)).filter(({ hasPredictions }) => !hasPredictions)
  expect(without.map(({ ref }) => ref.run)).toEqual(['two'])
  await rename(join(home, 'runs', 'one'), join(home, 'gone'))
  expect(await index.list(home)).toHaveLength(1)
})

test('answers to another measurement do not count as predictions', async () => {
  await keep('one')
  await keep('two', { fingerprint: 'e'.repeat(64) })
  const [from, to] = [evaluations('one'), evaluations('two')]
  await rename(join(from, 'made-test.safetensors'), join(to, 'made-test.safetensors'))
  const listed = await new MeasurementIndex().list(home)
  expect(listed.map(({ hasPredictions }) => hasPredictions)).toEqual([false, false])
})

test('what is half copied, or none of ours, breaks nothing', async () => {
  await keep('one')
  await mkdir(evaluations('two'), { recursive: true })
  await writeFile(join(evaluations('two'), 'made-test.json'), '{"schema": 1, "data')
  await writeFile(join(evaluations('two'), '.made-test.json'), '{}')
  await writeFile(join(home, 'runs', 'stray'), '')
  await mkdir(join(evaluations('one'), 'folder.json'))
  expect(await new MeasurementIndex().list(home)).toHaveLength(1)
})

test.skipIf(process.platform === 'win32')('what cannot be looked into hides no other', async () => {
  await keep('one')
  await mkdir(join(home, 'runs', 'two'))
  // No system follows it, and root may not either.
  await symlink('x'.repeat(300), evaluations('two'))
  expect(await new MeasurementIndex().list(home)).toHaveLength(1)
})

test('looks at a test part are counted over all runs', async () => {
  await keep('one')
  await keep('one')
  await keep('two')
  await keep('two', { part: 'validation' })
  await keep('three', { fingerprint: 'e'.repeat(64) })
  expect(await new MeasurementIndex().testMeasured(home, 'f'.repeat(64))).toEqual({
    ...{ runs: 2, times: 3 },
  })
})
