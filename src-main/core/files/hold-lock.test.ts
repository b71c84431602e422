import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdLock } from './hold-lock'

let folder: string
let lockFile: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-lock-'))
  lockFile = join(folder, 'deeper', 'install.lock')
})
afterEach(() => rm(folder, { recursive: true }))

async function leaveLock(holder: object | string) {
  await holdLock(lockFile, () => Promise.resolve())
  await writeFile(lockFile, typeof holder === 'string' ? holder : JSON.stringify(holder))
}

test('holds one at a time and leaves no file', async () => {
  const events: string[] = []
  const hold = (name: string) =>
    holdLock(lockFile, async () => {
      events.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 30))
      events.push(`${name} ends`)
    })
  await Promise.all([hold('one'), hold('two')])
  const [first] = events[0]?.split(' ') ?? []
  const second = first === 'one' ? 'two' : 'one'
  expect(events).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`])
  expect(await readdir(join(folder, 'deeper'))).toEqual([])
})

test('gives the lock back when the work throws', async () => {
  const work = () => Promise.reject(new Error('no luck'))
  await expect(holdLock(lockFile, work)).rejects.toThrow('no luck')
  expect(await holdLock(lockFile, () => Promise.resolve('again'))).toBe('again')
})

test('takes the lock of a process that is dead', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await leaveLock({ pid, host: hostname() })
  expect(await holdLock(lockFile, () => Promise.resolve('taken'))).toBe('taken')
})

test.each([
  ['of another machine', { pid: 1, host: 'elsewhere.example' }],
  ['that was not written whole', '{"pid":'],
])('takes a lock %s only after a long silence', async (_name, holder) => {
  await leaveLock(holder)
  const waited: unknown[] = []
  const options = { silentMs: 300, onWaiting: (holder: unknown) => waited.push(holder) }
  const start = performance.now()
  await holdLock(lockFile, () => Promise.resolve(), options)
  expect(performance.now() - start).toBeGreaterThan(300)
  expect(waited).toHaveLength(1)
})

test('stops waiting when aborted', async () => {
  await leaveLock({ pid: process.pid, host: hostname() })
  const controller = new AbortController()
  const waiting = holdLock(lockFile, () => Promise.resolve('never'), {
    signal: controller.signal,
    onWaiting: (holder) => {
      expect(holder?.pid).toBe(process.pid)
      controller.abort()
    },
  })
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})

test('names who holds it once the patience is at its end', async () => {
  await leaveLock({ pid: process.pid, host: hostname() })
  const waiting = holdLock(lockFile, () => Promise.resolve('never'), { patienceMs: 50 })
  await expect(waiting).rejects.toMatchObject({
    code: 'output-failed',
    message: `another process holds ${lockFile} (process ${process.pid} on ${hostname()})`,
  })
})
