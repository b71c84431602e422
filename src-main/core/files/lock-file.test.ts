import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  statfs,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mayMountDisks, mountSmallDisk } from '../../../test/small-disk'
import {
  breakLock,
  isAlive,
  isHeld,
  readLock,
  SILENT_MS,
  takeLock,
  type LockHolder,
} from './lock-file'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-lock-'))
  path = join(folder, 'run.lock')
})
afterEach(() => rm(folder, { recursive: true }))

test('a lock is held until it is released', async () => {
  const lock = await takeLock(path)
  expect(await takeLock(path)).toBeNull()
  expect((await readLock(path))?.holder?.pid).toBe(process.pid)
  await lock?.release()
  expect(await readdir(folder)).toEqual([])
  expect(await readLock(path)).toBeUndefined()
})

test('one that is not written whole names nobody', async () => {
  await writeFile(path, '{"pid": 1')
  expect(await readLock(path)).toMatchObject({ holder: undefined })
})

test('a file that is no lock is not read whole', async () => {
  await writeFile(path, '')
  // Without taking room on the disk.
  await truncate(path, 2 ** 30)
  await expect(readLock(path)).rejects.toMatchObject({ code: 'output-failed' })
})

describe.skipIf(process.platform === 'win32')('what nobody who locks has made is refused:', () => {
  test.each([
    ['a folder', () => mkdir(path)],
    ['a link to nowhere', () => symlink(join(folder, 'nowhere'), path)],
    ['a link to itself', () => symlink('run.lock', path)],
    ['a pipe', () => Promise.resolve(execFileSync('mkfifo', [path]))],
  ])('%s', async (_, make) => {
    await make()
    expect(await takeLock(path)).toBeNull()
    await expect(readLock(path)).rejects.toMatchObject({
      code: 'output-failed',
      message: `${path} is no file`,
    })
  })
})

test.skipIf(!mayMountDisks())('a full disk keeps no lock that is not written whole', async () => {
  using disk = mountSmallDisk('64k')
  const { bavail, bsize } = await statfs(disk.folder)
  await writeFile(join(disk.folder, 'filler'), Buffer.alloc(bavail * bsize))
  await expect(takeLock(join(disk.folder, 'lock'))).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(await readdir(disk.folder)).toEqual(['filler'])
})

describe('a holder', () => {
  const longAgoMs = Date.now() - 10 * SILENT_MS
  async function heldBy(changes: Partial<LockHolder>, beatMs = Date.now()): Promise<boolean> {
    const lock = await takeLock(path)
    const holder = (await readLock(path))?.holder
    await lock?.release()
    if (!holder) throw new Error('no holder')
    return isHeld({ holder: { ...holder, ...changes }, beatMs })
  }

  test.skipIf(process.platform !== 'linux')('that is known to be there may be silent', async () => {
    expect(await heldBy({}, longAgoMs)).toBe(true)
  })

  test.skipIf(process.platform !== 'linux')(
    'is gone where another has its process id',
    async () => {
      expect(await heldBy({ startedAt: '1' })).toBe(false)
    },
  )

  test.skipIf(process.platform !== 'linux')(
    'is gone where it has ended, though nobody took notice',
    async () => {
      // The shell becomes a program that never asks for its child, which ends once it has.
      const shell = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      })
      const [out, input] = [shell.stdio[1], shell.stdio[3]]
      if (out === null || !(input instanceof Writable)) throw new Error('no pipes')
      const [line] = await once(out, 'data')
      const pid = Number(String(line))
      await expect.poll(() => readFile(`/proc/${shell.pid}/comm`, 'utf8')).toBe('sleep\n')
      input.end()
      await expect.poll(() => isAlive(pid)).toBe(false)
      expect(await heldBy({ pid, startedAt: null })).toBe(false)
      expect(process.kill(pid, 0)).toBe(true)
      shell.kill()
    },
  )

  test.each([
    ['of another machine', { host: 'elsewhere.example' }],
    ['of a system that does not tell when a process began', { startedAt: null }],
  ])('%s counts as gone once it is silent', async (_, changes) => {
    expect(await heldBy(changes)).toBe(true)
    expect(await heldBy(changes, longAgoMs)).toBe(false)
  })
})

test('a lock that another took meanwhile is not broken', async () => {
  const first = await takeLock(path)
  const found = await readLock(path)
  await first?.release()
  const second = await takeLock(path)
  if (found) await breakLock(path, found)
  expect(await second?.isStillHeld()).toBe(true)
  expect(await readdir(folder)).toEqual(['run.lock'])
  await second?.release()
})
