import { execFile } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KeptRuns } from '../../src-main/core/runs/kept-runs'
import { exportRun } from '../../src-main/core/runs/portable/export-run'
import { importRun } from '../../src-main/core/runs/portable/import-run'
import { makeWholeRun } from '../../src-main/core/runs/portable/made-whole-run.test-helper'
import { bundleModule } from '../bundle-module'
import { mayMountDisks, mountSmallDisk } from '../small-disk'

const RUN = '20260101-000000-tiny-aaaa'
const CHILD = 'src-main/core/runs/portable/fixtures/move-run.ts'

let folder = ''
let run = ''
let file = ''
let child = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-portable-killed-'))
  run = await makeWholeRun(join(folder, 'there'), RUN)
  file = join(folder, 'run.glyphlab')
  await exportRun(run, file)
  child = await bundleModule(CHILD, folder, { GLYPHLAB_FAULT_POINTS: 'true' })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

function move(words: readonly string[], variables: NodeJS.ProcessEnv) {
  return new Promise<NodeJS.Signals | null>((resolve) => {
    const environment = { env: { ...process.env, ...variables } }
    const running = execFile(process.execPath, [child, ...words], environment, () =>
      resolve(running.signalCode),
    )
  })
}

/** The instants of a move, as they are named. */
async function instantsOf(words: readonly string[]): Promise<string[]> {
  const trace = join(folder, 'trace.txt')
  expect(await move(words, { GLYPHLAB_FAULT_TRACE: trace })).toBeNull()
  const text = await readFile(trace, 'utf8')
  await rm(trace)
  return text.trimEnd().split('\n')
}

/** Evenly apart, and the last, where it has its name already. */
function someOf(instants: readonly string[], count: number): number[] {
  const apart = (instants.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, index) => Math.round(index * apart) + 1)
}

describe('a kill -9', () => {
  test('in mid-import leaves nothing or the run, and the next import all of it', async () => {
    const instants = await instantsOf(['import', file, join(folder, 'undisturbed')])
    expect(instants.at(-2)).toBe(`rename ${RUN}`)
    for (const instant of someOf(instants, 5)) {
      const runs = join(folder, `runs-${instant}`)
      const killAt = { GLYPHLAB_KILL_AT: String(instant) }
      expect(await move(['import', file, runs], killAt)).toBe('SIGKILL')
      const list = await new KeptRuns().list(runs, null)
      const isThere = instant === instants.length
      expect(list).toMatchObject({ runs: isThere ? [{ run: RUN }] : [], unreadable: [] })
      const kind = isThere ? 'already-there' : 'imported'
      expect(await importRun(file, runs)).toMatchObject({ kind, run: RUN })
      expect(await readdir(runs)).toEqual([RUN])
    }
  }, 60_000)

  test('in mid-export leaves the old file or the new one', async () => {
    const target = join(folder, 'target', 'run.glyphlab')
    await mkdir(join(folder, 'target'))
    const instants = await instantsOf(['export', run, target])
    const whole = await readFile(target)
    for (const instant of someOf(instants, 3)) {
      await copyFile(child, target)
      const killAt = { GLYPHLAB_KILL_AT: String(instant) }
      expect(await move(['export', run, target], killAt)).toBe('SIGKILL')
      const left = await readFile(target)
      expect(left.equals(whole) || left.equals(await readFile(child))).toBe(true)
    }
    await exportRun(run, target)
    expect((await readFile(target)).equals(whole)).toBe(true)
  }, 60_000)
})

describe.skipIf(!mayMountDisks())('a disk', () => {
  test.each(['16k', '64k'])('of %s is too small for a run: nothing of it stays', async (size) => {
    using disk = mountSmallDisk(size)
    const runs = join(disk.folder, 'runs')
    const full = { code: 'disk-full' }
    await expect(importRun(file, runs)).rejects.toMatchObject(full)
    expect(await readdir(runs)).toEqual([])
    await expect(exportRun(run, join(disk.folder, 'run.glyphlab'))).rejects.toMatchObject(full)
    expect(await readdir(disk.folder)).toEqual(['runs'])
  })

  test('that fills up while a run is taken in loses nothing', async () => {
    using disk = mountSmallDisk('300k')
    const runs = join(disk.folder, 'runs')
    await importRun(file, runs)
    const filler = await fillUp(disk.folder, runs)
    expect(filler).toMatchObject({ code: 'disk-full' })
    expect(await readdir(runs)).toEqual([RUN])
    expect(await importRun(file, runs)).toMatchObject({ kind: 'already-there' })
  })
})

/** Takes the room that is left once the import has begun to write. */
async function fillUp(disk: string, runs: string): Promise<unknown> {
  const other = join(folder, 'other.glyphlab')
  const elsewhere = await makeWholeRun(join(folder, 'elsewhere'), `${RUN}-x`)
  await exportRun(elsewhere, other)
  let isFull = false
  const onProgress = () => {
    if (!isFull) writeUntilFull(join(disk, 'filler'))
    isFull = true
  }
  const error: unknown = await importRun(other, runs, { onProgress }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  await rm(other)
  return error
}

function writeUntilFull(path: string): void {
  try {
    for (;;) appendFileSync(path, Buffer.alloc(4096))
  } catch {
    // Full.
  }
}
