import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleModule } from '../../test/bundle-module'

let folder: string
let entry: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-command-line-'))
  entry = await bundleModule('src-main/command-line/fixtures/entry.ts', folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Starts a command, and sends it signals a while apart once it waits, until it has ended. */
async function interrupt(command: string, signals: readonly NodeJS.Signals[], apartMs = 0) {
  const child = spawn(process.execPath, [entry, command])
  const output = text(child.stderr.setEncoding('utf8'))
  const exited = once(child, 'exit')
  await once(child.stderr, 'data')
  for (const signal of signals) {
    child.kill(signal)
    if (apartMs > 0) await delay(apartMs)
    if (child.exitCode !== null) break
  }
  const [status] = (await exited) as [number | null]
  return { status, stderr: await output }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a command with 130',
  async (signal) => {
    expect(await interrupt('wait', [signal])).toEqual({ status: 130, stderr: 'waiting\n' })
  },
)

test('an interrupted command leaves all in order', async () => {
  expect(await interrupt('wind-down', ['SIGINT'])).toEqual({
    status: 130,
    stderr: 'waiting\nwinding down\nsaved\n',
  })
})

test('a command that was done when the Ctrl-C came ends with 0', async () => {
  expect(await interrupt('finish', ['SIGINT'])).toEqual({ status: 0, stderr: 'waiting\n' })
})

test('a Ctrl-C while the process leaves changes nothing', async () => {
  expect(await interrupt('linger', ['SIGINT'])).toEqual({ status: 0, stderr: 'leaving\n' })
})

test('a Ctrl-C that comes twice at once, as under npm, is one', async () => {
  // One of a kind alone would be on its way.
  const { stderr } = await interrupt('wind-down', ['SIGINT', 'SIGTERM'])
  expect(stderr).toContain('saved')
})

test('a second Ctrl-C ends a command that does not listen', async () => {
  // Two that come late to a busy machine may count as one.
  const ofOneWhoInsists = Array.from({ length: 12 }, () => 'SIGINT' as const)
  expect(await interrupt('hang', ofOneWhoInsists, 700)).toEqual({
    status: 130,
    stderr: 'waiting\n',
  })
})

test('a reader that leaves costs the output, not the work', async () => {
  const script = 'set -o pipefail; "$0" "$1" flood | head -n 1'
  const run = promisify(execFile)('bash', ['-c', script, process.execPath, entry])
  expect(await run).toMatchObject({ stdout: 'line 0\n', stderr: 'done\n' })
})

test('a full disk is an error', async () => {
  const script = '"$0" "$1" flood > /dev/full'
  const run = promisify(execFile)('bash', ['-c', script, process.execPath, entry])
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('glyphlab: the output cannot be written: ENOSPC'),
  })
})
