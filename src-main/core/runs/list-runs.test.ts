import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeLock } from '../files/lock-file'
import { findRun } from './find-run'
import { listRuns, readRun } from './list-runs'
import { madeRecord } from './made-record.test-helper'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-list-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function makeRun(id: string, changes: Parameters<typeof madeRecord>[1] = {}) {
  const path = join(folder, id)
  await mkdir(path)
  await writeRunRecord(runPaths(path).record, madeRecord(id, changes))
  return path
}

describe('a folder of runs', () => {
  test('lists the latest first', async () => {
    // The clock was put back between them.
    await makeRun('20260101-023000-tiny-aaaa', { startedAt: '2026-01-01T00:30:00.000Z' })
    await makeRun('20260101-021000-tiny-bbbb', { startedAt: '2026-01-01T01:10:00.000Z' })
    const names = (await listRuns(folder)).map((run) => run.ok && run.record.id)
    expect(names).toEqual(['20260101-021000-tiny-bbbb', '20260101-023000-tiny-aaaa'])
  })

  test('lists what cannot be read, with the reason', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    await writeFile(runPaths(path).record, '{"schema": 1, "id"')
    const newer = await makeRun('20260102-000000-tiny-bbbb')
    await writeFile(runPaths(newer).record, '{"schema": 7}')
    const foreign = await makeRun('20260103-000000-tiny-cccc')
    await writeFile(runPaths(foreign).record, '{"schema": 1, "hello": true}')
    expect((await listRuns(folder)).map((run) => !run.ok && run.error.code)).toEqual([
      'run-damaged',
      'run-newer',
      'run-damaged',
    ])
  })

  test.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    await rm(runPaths(path).record)
    execFileSync('mkfifo', [runPaths(path).record])
    expect(await listRuns(folder)).toMatchObject([{ ok: false, error: { code: 'run-damaged' } }])
  })

  test.skipIf(process.platform === 'win32')('does not read a device without end', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    await symlink('/dev/zero', runPaths(path).notes)
    expect(await listRuns(folder)).toMatchObject([
      { ok: true, notesError: { code: 'run-damaged' } },
    ])
    await rm(runPaths(path).record)
    await symlink('/dev/zero', runPaths(path).record)
    expect(await listRuns(folder)).toMatchObject([{ ok: false, error: { code: 'run-damaged' } }])
  })

  test('lists a run without notes that are too long for a list', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    const notes = { schema: 1, text: 'x'.repeat(2_000_000), tags: [], starred: false }
    await writeFile(runPaths(path).notes, JSON.stringify(notes))
    expect(await listRuns(folder)).toMatchObject([
      { ok: true, notes: null, notesError: { code: 'run-damaged' } },
    ])
  })

  test('lists a run whose record is gone and whose checkpoints are not', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    await mkdir(runPaths(path).checkpoints)
    await writeFile(runPaths(path).last, '')
    await rm(runPaths(path).record)
    expect(await listRuns(folder)).toEqual([
      {
        ok: false,
        folder: path,
        error: expect.objectContaining({
          code: 'run-damaged',
          message: `${path} has checkpoints, and no run.json`,
        }),
      },
    ])
  })

  test('shows a run whose notes are damaged, and says that they are', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa')
    await writeFile(runPaths(path).notes, '{"schema": 1, "text"')
    expect(await readRun(path)).toMatchObject({
      ok: true,
      notes: null,
      notesError: { code: 'run-damaged' },
    })
  })

  test('leaves out folders that are no runs, unfinished ones, files and links to nowhere or to a file', async () => {
    await mkdir(join(folder, 'photos'))
    await mkdir(join(folder, '20260101-000000-tiny-aaaa.123.tmp'))
    await writeFile(join(folder, 'file'), '')
    await symlink(join(folder, 'nowhere'), join(folder, 'link'))
    await symlink(join(folder, 'file'), join(folder, 'link-to-file'))
    expect(await listRuns(folder)).toEqual([])
  })

  test('that is not there holds none', async () => {
    expect(await listRuns(join(folder, 'nowhere'))).toEqual([])
  })

  test('that is a file is refused', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(listRuns(file)).rejects.toMatchObject({ code: 'run-missing' })
  })
})

test('a run of before there were later environments is read', async () => {
  const path = await makeRun('20260101-000000-tiny-aaaa')
  const before = { ...madeRecord('20260101-000000-tiny-aaaa'), laterEnvironments: undefined }
  await writeFile(runPaths(path).record, JSON.stringify(before))
  expect((await readRun(path)).record.laterEnvironments).toEqual([])
})

describe('a run that says it is running', () => {
  test('was interrupted where nobody works on it', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa', { status: 'running', result: null })
    expect((await readRun(path)).status).toBe('interrupted')
  })

  test('is running where somebody does', async () => {
    const path = await makeRun('20260101-000000-tiny-aaaa', { status: 'running', result: null })
    const lock = await takeLock(runPaths(path).lock)
    expect((await readRun(path)).status).toBe('running')
    await lock?.release()
  })
})

describe('a word names a run', () => {
  const first = '20260101-000000-tiny-aaaa'
  const second = '20260101-120000-seed-cnn-bbbb'
  beforeEach(async () => {
    await makeRun(first)
    await makeRun(second, { startedAt: '2026-01-01T12:00:00.000Z' })
  })

  test.each([
    ['by its id', first, first],
    ['by its last letters', 'bbbb', second],
    ['by its beginning', '20260101-12', second],
    ['by being the latest', 'last', second],
  ])('%s', async (_, word, id) => {
    expect(await findRun(folder, word, '/')).toBe(join(folder, id))
  })

  test('by its folder', async () => {
    expect(await findRun('/nowhere', `./${first}`, folder)).toBe(join(folder, first))
  })

  test.each([
    ['2026', `2026 could mean ${second}, ${first}`],
    ['zzzz', 'there is no run zzzz in '],
  ])('or says what it could mean: %s', async (word, message) => {
    await expect(findRun(folder, word, '/')).rejects.toMatchObject({
      code: 'run-missing',
      message: expect.stringContaining(message),
    })
  })
})
