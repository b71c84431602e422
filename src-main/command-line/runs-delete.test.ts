import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeLock } from '../core/files/lock-file'
import { useRunFolders } from '../core/runs/made-run-folder.test-helper'
import { runPaths } from '../core/runs/run-folder'
import { runCommand } from './run-command.test-helper'
import { registerRuns } from './runs'

const { home, runsFolder, makeRun } = useRunFolders()
beforeEach(() => void vi.stubEnv('GLYPHLAB_HOME', home()))
afterEach(() => void vi.unstubAllEnvs())

const runs = (...words: readonly string[]) => runCommand(['runs', ...words], [registerRuns])
const [EARLY, LATE] = ['20260101-000000-tiny-aaaa', '20260102-000000-tiny-bbbb'] as const

test('a run is deleted by its end, and brought back by its name or its end', async () => {
  await makeRun(EARLY)
  await makeRun(LATE)
  expect(await runs('delete', 'aaaa', EARLY)).toEqual({
    status: 0,
    stdout: `deleted ${EARLY}\n`,
    stderr: '',
  })
  expect(await readdir(runsFolder())).toEqual([LATE])
  expect(await runs('restore', EARLY)).toMatchObject({ status: 0, stdout: `restored ${EARLY}\n` })
  expect((await readdir(runsFolder())).sort()).toEqual([EARLY, LATE])
  await runs('delete', EARLY, LATE)
  expect((await runs('restore', 'bbbb')).stdout).toBe(`restored ${LATE}\n`)
  expect((await runs('restore', 'cccc')).stderr).toContain(`There are: ${EARLY}.`)
})

test('of several, all are found before the first goes', async () => {
  await makeRun(EARLY, { startedAt: '2026-01-01T00:00:00.000Z' })
  await makeRun(LATE, { startedAt: '2026-01-02T00:00:00.000Z' })
  expect((await runs('delete', LATE, 'last')).stdout).toBe(`deleted ${LATE}\n`)
  expect(await runs('delete', EARLY, 'absent')).toMatchObject({ status: 1 })
  expect(await readdir(runsFolder())).toEqual([EARLY])
})

test('one that a process works on stays', async () => {
  const lock = await takeLock(runPaths(await makeRun(EARLY, { status: 'running' })).lock)
  expect((await runs('delete', EARLY)).stderr).toContain('another process works on')
  expect(await readdir(runsFolder())).toEqual([EARLY])
  await lock?.release()
})

test('a folder elsewhere is none of the trash', async () => {
  const elsewhere = join(home(), 'elsewhere')
  await mkdir(elsewhere)
  await rename(await makeRun(EARLY), join(elsewhere, EARLY))
  expect(await runs('delete', join(elsewhere, EARLY))).toMatchObject({ status: 2, stdout: '' })
  expect(await readdir(elsewhere)).toEqual([EARLY])
})

test.each(['absent', '../up'])('nothing is brought back by the name %s', async (name) => {
  const { status, stderr } = await runs('restore', name)
  expect(status).toBe(1)
  expect(stderr).toContain(`there is no run ${name} in the trash`)
})

test('a name is kept beside notes, tags and star, and taken away', async () => {
  await makeRun(EARLY)
  expect((await runs('note', 'last', '--name', 'Δοκιμή', '--tag', 'paper')).stdout).toBe(
    '"Δοκιμή" #paper\n',
  )
  expect((await runs('note', 'last', '--star')).stdout).toBe('★ "Δοκιμή" #paper\n')
  expect((await runs()).stdout).toContain('★ "Δοκιμή" #paper')
  expect((await runs('note', 'last', '--name', '')).stdout).toBe('★ #paper\n')
  expect((await runs('note', 'last')).status).toBe(2)
  expect((await runs('note', 'last', '--name', 'x'.repeat(201))).status).toBe(2)
})
