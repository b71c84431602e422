import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { bundleModule } from '../../test/bundle-module'
import { isAlive } from '../core/files/lock-file'
import { ChildProcessHost } from './child-process-host'
import type { ProcessOptions } from './process-host'

type Request = { readonly ask: string }
const replySchema = z.strictObject({ said: z.unknown() })
type Reply = z.infer<typeof replySchema>

const GRACE = { graceMs: 300 }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-process-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let children = 0
async function start(
  source: string,
  options: Partial<ProcessOptions<Request, Reply>> = {},
): Promise<ChildProcessHost<Request, Reply>> {
  const file = join(folder, `child-${(children += 1)}.mjs`)
  await writeFile(file, source)
  return new ChildProcessHost({ file, replySchema, stopRequest: { ask: 'stop' }, ...options })
}

function nextReply(host: ChildProcessHost<Request, Reply>): Promise<Reply> {
  return new Promise((resolve) => {
    const forget = host.onMessage((reply) => {
      queueMicrotask(() => forget())
      resolve(reply)
    })
  })
}

const SLEEPS = 'setInterval(() => {}, 1000)'
const ECHOES = `process.on('message', ({ ask }) => {
  if (ask === 'stop') process.disconnect()
  else process.send({ said: ask })
})`

describe('the outcome', () => {
  test('says with which status a process exited', async () => {
    const host = await start('process.exit(3)')
    expect(await host.ended).toEqual({ kind: 'exited', code: 3 })
  })

  test('tells a native crash from an exit', async () => {
    const host = await start(`process.kill(process.pid, 'SIGSEGV'); ${SLEEPS}`)
    expect(await host.ended).toEqual({ kind: 'crashed', signal: 'SIGSEGV' })
  })

  test('takes a SIGKILL from outside for a possible lack of memory', async () => {
    const host = await start(`process.send({ said: 'up' }); ${SLEEPS}`)
    await nextReply(host)
    process.kill(host.processId ?? Number.NaN, 'SIGKILL')
    expect(await host.ended).toEqual({ kind: 'killed', possiblyOutOfMemory: true })
  })

  test('is a failed start where there is nothing to run', async () => {
    const host = await start('', { file: join(folder, 'absent.mjs') })
    expect(await host.ended).toMatchObject({ kind: 'failed-to-start' })
    expect(host.processId).toBeUndefined()
    host.post({ ask: 'anything' })
    expect(await host.stop(GRACE)).toMatchObject({ kind: 'failed-to-start' })
  })

  test('comes although a grandchild holds the pipes open', async () => {
    const host = await start(`import { spawn } from 'node:child_process'
      const grandchild = spawn('sleep', ['20'], { stdio: ['ignore', 'ignore', 'inherit'] })
      process.send({ said: grandchild.pid }, () => process.exit(0))`)
    const grandchildId = z.number().parse((await nextReply(host)).said)
    expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
    process.kill(grandchildId, 'SIGKILL')
  })
})

describe('stop', () => {
  test('lets a process end by itself', async () => {
    const host = await start(`${ECHOES}; process.send({ said: 'up' })`)
    await nextReply(host)
    expect(await host.stop({ graceMs: 60_000 })).toEqual({ kind: 'stopped' })
  })

  test('kills a process that hangs', async () => {
    const host = await start(`process.send({ said: 'up' }, () => { for (;;); })`)
    await nextReply(host)
    expect(await host.stop(GRACE)).toEqual({ kind: 'stopped' })
    expect(isAlive(host.processId ?? Number.NaN)).toBe(false)
  })

  test('changes nothing about an end that came before it', async () => {
    const host = await start('process.exit(3)')
    await host.ended
    expect(await host.stop(GRACE)).toEqual({ kind: 'exited', code: 3 })
  })
})

describe('messages', () => {
  test('carry typed arrays both ways', async () => {
    const host = await start(`process.on('message', ({ ask }) => {
      process.send({ said: new Float32Array([ask.length, 0.5]) }, () => process.disconnect())
    })`)
    host.post({ ask: 'four' })
    expect(await nextReply(host)).toEqual({ said: new Float32Array([4, 0.5]) })
    expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  })

  test('from before the first listener are kept for it', async () => {
    const host = await start(`process.send({ said: 1 }); process.send({ said: 2 })`)
    await host.ended
    const said: unknown[] = []
    host.onMessage((reply) => said.push(reply.said))
    expect(said).toEqual([1, 2])
  })

  test('no longer reach a listener that was removed', async () => {
    const host = await start(ECHOES)
    const heard: unknown[] = []
    const forget = host.onMessage((reply) => heard.push(reply.said))
    forget()
    const reply = nextReply(host)
    host.post({ ask: 'hello' })
    expect(await reply).toEqual({ said: 'hello' })
    expect(heard).toEqual([])
    await host.stop(GRACE)
  })

  test('of unknown form end the process', async () => {
    const host = await start(`process.send({ sang: 'la' }); ${SLEEPS}`)
    expect(await host.ended).toMatchObject({ kind: 'misspoke' })
  })

  test('to a process that has ended are dropped', async () => {
    const host = await start('')
    await host.ended
    expect(() => host.post({ ask: 'anything' })).not.toThrow()
  })
})

test('the environment is cleaned, and takes additions', async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-warnings')
  vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
  onTestFinished(() => void vi.unstubAllEnvs())
  const host = await start(
    `const { NODE_OPTIONS, ELECTRON_RUN_AS_NODE, PATH, ADDED } = process.env
     process.send({ said: [NODE_OPTIONS, ELECTRON_RUN_AS_NODE, typeof PATH, ADDED, process.execArgv] })`,
    { environment: { ADDED: 'yes' } },
  )
  expect((await nextReply(host)).said).toEqual([undefined, undefined, 'string', 'yes', []])
  await host.ended
})

test('the last lines of standard error are kept', async () => {
  const host = await start(`for (let line = 1; line <= 100; line += 1) console.error('line', line)
    process.stderr.write('no end')`)
  await host.ended
  expect(host.lastLines).toHaveLength(40)
  expect(host.lastLines.slice(-2)).toEqual(['line 100', 'no end'])
})

describe('a process with a parent port', () => {
  let child: string
  beforeAll(async () => {
    child = await bundleModule('src-main/processes/fixtures/port-child.ts', folder)
  })

  test('answers, and sends all before it closes', async () => {
    const host = new ChildProcessHost<Request, Reply>({
      file: child,
      replySchema,
      stopRequest: { ask: 'stop' },
    })
    host.post({ ask: 'hello' })
    const said: unknown[] = []
    host.onMessage((reply) => said.push(reply.said))
    expect(await host.stop({ graceMs: 60_000 })).toEqual({ kind: 'stopped' })
    expect(said).toEqual(['hello', expect.any(Uint8Array)])
    expect(z.instanceof(Uint8Array).parse(said[1])).toHaveLength(4_000_000)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('leaves %s to its parent', async (signal) => {
    const host = new ChildProcessHost<Request, Reply>({
      file: child,
      replySchema,
      stopRequest: { ask: 'stop' },
    })
    host.post({ ask: 'ready?' })
    await nextReply(host)
    process.kill(host.processId ?? Number.NaN, signal)
    host.post({ ask: 'still there?' })
    expect(await nextReply(host)).toEqual({ said: 'still there?' })
    await host.stop(GRACE)
  })

  test('does not outlive a parent that is killed', async () => {
    const parentFile = await bundleModule('src-main/processes/fixtures/parent.ts', folder)
    const parent = fork(parentFile, [child], { execArgv: [] })
    const childId = await new Promise<number>((resolve) => {
      parent.once('message', (message) => resolve(z.number().parse(message)))
    })
    expect(isAlive(childId)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(childId)).toBe(false)
  })
})
