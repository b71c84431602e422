import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runIdSchema } from '../../../../src-preload/contract/run'
import { takeLock } from '../../files/lock-file'
import { MeasurementIndex } from '../../measurements/measurement-index'
import { MeasurementReader } from '../../measurements/measurement-reader'
import { openMeasurement } from '../../measurements/open-measurement'
import { annotateRun } from '../annotate-run'
import { KeptRuns } from '../kept-runs'
import { loadNetwork } from '../load-network'
import { runPaths } from '../run-folder'
import { readRunRecord, writeRunRecord } from '../run-record'
import { exportRun } from './export-run'
import { importRun } from './import-run'
import { makeWholeRun } from './made-whole-run.test-helper'

const RUN = '20260101-000000-tiny-aaaa'

let folder = ''
const there = () => join(folder, 'there')
const here = () => join(folder, 'home', 'runs')
const file = () => join(folder, 'run.glyphlab')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-portable-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function filesOf(run: string): Promise<Record<string, string>> {
  const entries = await readdir(run, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const read = files.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const path = join(parentPath, name)
    return [relative(run, path), (await readFile(path)).toString('hex')]
  })
  return Object.fromEntries((await Promise.all(read)).sort())
}

describe('a run that went to another machine', () => {
  test('has every file that it had, to the bit', async () => {
    const run = await makeWholeRun(there(), RUN)
    const before = await filesOf(run)
    const exported = await exportRun(run, file())
    expect(exported).toMatchObject({ run: RUN, files: Object.keys(before).length, leftOut: [] })
    expect(exported.bytes).toBe((await readFile(file())).length)
    const imported = await importRun(file(), here())
    expect(imported).toEqual({
      ...{ kind: 'imported', run: RUN, folder: join(here(), RUN), calledBefore: null },
    })
    expect(await filesOf(imported.folder)).toEqual(before)
    expect(await filesOf(run)).toEqual(before)
    expect(await readdir(here())).toEqual([RUN])
  })

  test('opens: list, notes, network, measurement, answers, group and parent', async () => {
    const group = { id: readId(RUN), position: 2, size: 3 }
    const parent = readId('20250101-000000-tiny-zzzz')
    await exportRun(await makeWholeRun(there(), RUN, { changes: { group, parent } }), file())
    const imported = await importRun(file(), here())
    const list = await new KeptRuns().list(here(), null)
    if (list.kind !== 'list') throw new Error('no list')
    const [entry] = list.runs
    expect(entry).toMatchObject({ name: 'Δοκιμή', tags: ['one'], starred: true, group, parent })
    expect(entry).toMatchObject({ epochsDone: 15, seconds: 12.5 })
    expect(list.unreadable).toEqual([])
    expect((await loadNetwork(imported.folder)).model.classes).toBe(4)
    const home = join(folder, 'home')
    const readers = { index: new MeasurementIndex(), reader: new MeasurementReader() }
    const measurement = await openMeasurement(
      home,
      { run: imported.run, file: 'made-test' },
      readers,
    )
    expect(measurement.predictions).toMatchObject({ kind: 'kept', source: 'made' })
  })

  test('that was killed in mid-training can go on', async () => {
    const changes = { status: 'running', result: null, endedAt: null } as const
    await exportRun(await makeWholeRun(there(), RUN, { changes }), file())
    await importRun(file(), here())
    const list = await new KeptRuns().list(here(), null)
    expect(list).toMatchObject({ runs: [{ status: 'interrupted', isResumable: true }] })
  })

  test('knows nothing of the folders of the first', async () => {
    const source = join(folder, 'secret', 'made')
    const changes = {
      datasetSource: source,
      initialWeights: join(folder, 'secret', 'w.safetensors'),
    }
    await exportRun(await makeWholeRun(there(), RUN, { changes, source }), file())
    expect((await readFile(file())).includes('secret')).toBe(false)
    const imported = await importRun(file(), here())
    expect(readRunRecord(runPaths(imported.folder))).toMatchObject({
      ...{ datasetSource: 'made', initialWeights: 'w.safetensors' },
    })
    expect(await importRun(file(), there())).toMatchObject({ kind: 'already-there', run: RUN })
  })
})

const readId = (name: string) => runIdSchema.parse(name)

describe('a run that is there already', () => {
  test('stays, with its own notes', async () => {
    const run = await makeWholeRun(there(), RUN)
    await exportRun(run, file())
    await annotateRun(run, () => ({ text: 'later' }))
    const before = await filesOf(run)
    expect(await importRun(file(), there())).toMatchObject({ kind: 'already-there', run: RUN })
    expect(await filesOf(run)).toEqual(before)
    expect(await readdir(there())).toEqual([RUN])
  })

  test('with other content stays, and the other one gets the next name, once', async () => {
    const run = await makeWholeRun(there(), RUN)
    await exportRun(run, file())
    const { record } = runPaths(run)
    await writeRunRecord(record, { ...readRunRecord(runPaths(run)), status: 'stopped-early' })
    const other = { kind: 'imported', run: `${RUN}-2`, calledBefore: RUN }
    expect(await importRun(file(), there())).toMatchObject(other)
    expect(await importRun(file(), there())).toMatchObject({ ...other, kind: 'already-there' })
    expect((await readdir(there())).sort()).toEqual([RUN, `${RUN}-2`])
    expect(readRunRecord(runPaths(run)).status).toBe('stopped-early')
  })
})

describe('an export', () => {
  test('is the same each time', async () => {
    const run = await makeWholeRun(there(), RUN)
    await exportRun(run, file())
    const first = await readFile(file())
    await exportRun(run, file())
    expect((await readFile(file())).equals(first)).toBe(true)
  })

  test('leaves out what is none of a run, and says so', async () => {
    const run = await makeWholeRun(there(), RUN)
    await writeFile(join(run, 'my plot.png'), 'mine')
    await mkdir(join(run, 'sub'))
    const { leftOut, files } = await exportRun(run, file())
    expect({ leftOut, files }).toEqual({ leftOut: ['my plot.png', 'sub'], files: 8 })
  })

  test('of a run that trains is refused, and nothing is written', async () => {
    const run = await makeWholeRun(there(), RUN, { changes: { status: 'running' } })
    const lock = await takeLock(runPaths(run).lock)
    await expect(exportRun(run, file())).rejects.toMatchObject({
      ...{ code: 'run-locked', message: `a process works on ${RUN}: its files change meanwhile` },
    })
    await lock?.release()
    expect(await readdir(folder)).toEqual(['there'])
  })

  test.each([
    ['run.json', '{}', 'run-damaged'],
    ['notes.json', '{"schema":2}', 'run-newer'],
    ['checkpoints/best.safetensors', 'no', 'weights-invalid'],
    ['evaluations/made-test.json', '{', 'run-damaged'],
    ['evaluations/made-test.safetensors', 'no', 'weights-invalid'],
  ])('is refused where %s cannot be read, and names it', async (path, text, code) => {
    const run = await makeWholeRun(there(), RUN)
    await writeFile(join(run, path), text)
    const refused = exportRun(run, file())
    await expect(refused).rejects.toMatchObject({
      code,
      message: expect.stringContaining(join(path)),
    })
    expect(await readdir(folder)).toEqual(['there'])
  })

  test('that is broken off leaves the file that was there', async () => {
    const run = await makeWholeRun(there(), RUN)
    await writeFile(file(), 'before')
    const reason = new Error('enough')
    const controller = new AbortController()
    const onProgress = () => controller.abort(reason)
    const options = { signal: controller.signal, onProgress }
    await expect(exportRun(run, file(), options)).rejects.toBe(reason)
    expect(await readFile(file(), 'utf8')).toBe('before')
    expect((await readdir(folder)).sort()).toEqual(['run.glyphlab', 'there'])
  })
})

test('an import that is broken off leaves nothing', async () => {
  await exportRun(await makeWholeRun(there(), RUN), file())
  const controller = new AbortController()
  const reason = new Error('enough')
  const options = { signal: controller.signal, onProgress: () => controller.abort(reason) }
  await expect(importRun(file(), here(), options)).rejects.toBe(reason)
  expect(await readdir(here())).toEqual([])
})
