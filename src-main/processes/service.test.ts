import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bundleModule } from '../../test/bundle-module'
import { isAlive } from '../core/files/lock-file'
import { Service, type ServiceOptions } from './service'
import { startChildProcess } from './start-process'

type Question =
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'exit'; readonly status: number }
  | { readonly type: 'process' | 'refuse' | 'crash' | 'wait' | 'misspeak' | 'answer-another' }
const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('double'), value: z.number() }),
  z.strictObject({ type: z.literal('process'), id: z.number(), asked: z.number() }),
  z.strictObject({ type: z.literal('wait') }),
])
type Answer = z.infer<typeof answerSchema>

let folder: string
let child: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-service-'))
  child = await bundleModule('src-main/processes/fixtures/answering-child.ts', folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const opened: Service<Question, Answer>[] = []
function open(options: Partial<ServiceOptions<Answer>> = {}): Service<Question, Answer> {
  const service = new Service<Question, Answer>({
    ...{ name: 'data', file: child, answerSchema, startProcess: startChildProcess },
    ...options,
  })
  opened.push(service)
  return service
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((service) => service.close()))
})

const processOf = async (service: Service<Question, Answer>) =>
  (await service.ask({ type: 'process' })).id

test('no process is started before something is asked', async () => {
  const service = open()
  expect(service.processId).toBeUndefined()
  expect(await service.ask({ type: 'double', value: 21 })).toEqual({ type: 'double', value: 42 })
  expect(service.processId).toBeTypeOf('number')
})

test('one process answers any number of questions, each asker what was asked', async () => {
  const service = open()
  const values = Array.from({ length: 200 }, (_, index) => index)
  const answers = await Promise.all(values.map((value) => service.ask({ type: 'double', value })))
  expect(answers.map(({ value }) => value)).toEqual(values.map((value) => 2 * value))
  expect(await service.ask({ type: 'process' })).toMatchObject({ asked: 201 })
})

test('a question that is refused costs the others nothing', async () => {
  const service = open()
  const before = await processOf(service)
  await expect(service.ask({ type: 'refuse' })).rejects.toMatchObject({
    code: 'dataset-missing',
    message: 'there is none',
  })
  expect(await processOf(service)).toBe(before)
})

describe('where the process dies over a question, that fails and the next one starts another:', () => {
  test.each<[string, Question, object]>([
    [
      'exit',
      { type: 'exit', status: 3 },
      {
        code: 'process-crashed',
        message: 'The data process ended with status 3; its last words: that was all',
        hint: 'Try again: it is started anew.',
      },
    ],
    [
      'an end without an answer',
      { type: 'exit', status: 0 },
      { code: 'process-crashed', message: 'The data process ended without an answer' },
    ],
    [
      'a native crash',
      { type: 'crash' },
      { code: 'process-crashed', message: 'The data process crashed (SIGSEGV)' },
    ],
    [
      'an answer of unknown form',
      { type: 'misspeak' },
      { code: 'internal', message: 'internal: a process sent a message of unknown form' },
    ],
  ])('%s', async (_, question, error) => {
    const service = open()
    const before = await processOf(service)
    await expect(service.ask(question)).rejects.toMatchObject(error)
    expect(await processOf(service)).not.toBe(before)
  })

  test('kill -9', async () => {
    const service = open()
    const before = await processOf(service)
    const waiting = service.ask({ type: 'wait' })
    // Taken up before this one is answered.
    await service.ask({ type: 'double', value: 1 })
    process.kill(before, 'SIGKILL')
    await expect(waiting).rejects.toMatchObject({
      code: 'process-killed',
      message: 'The data process was killed, possibly out of memory',
    })
    expect(await processOf(service)).not.toBe(before)
  })
})

test('a question that reached a dead process is asked of a new one', async () => {
  const service = open()
  const before = await processOf(service)
  process.kill(before, 'SIGKILL')
  expect(await processOf(service)).not.toBe(before)
})

test('an answer to another question is a fault', async () => {
  await expect(open().ask({ type: 'answer-another' })).rejects.toMatchObject({
    code: 'internal',
    message: 'internal: answer-another was asked, and double answered',
  })
})

test('a process that always ends before it answers is not started for ever', async () => {
  const file = join(folder, 'ends.mjs')
  const starts = join(folder, 'starts')
  await writeFile(starts, '')
  await writeFile(
    file,
    `import { appendFileSync } from 'node:fs'
     appendFileSync(${JSON.stringify(starts)}, 'x')
     process.exit(7)`,
  )
  await expect(open({ file }).ask({ type: 'process' })).rejects.toMatchObject({
    message: 'The data process ended with status 7',
  })
  expect(await readFile(starts, 'utf8')).toBe('xx')
})

test('a process that cannot be started is told as such', async () => {
  const service = open({ file: join(folder, 'absent.mjs') })
  await expect(service.ask({ type: 'process' })).rejects.toMatchObject({ code: 'internal' })
})

test('a process that nobody asks is ended, and started again when it is wanted', async () => {
  const service = open({ idleMs: 50 })
  const before = await processOf(service)
  await expect.poll(() => isAlive(before)).toBe(false)
  expect(service.processId).toBeUndefined()
  expect(await processOf(service)).not.toBe(before)
})

test('one that works is not idle, however long it takes', async () => {
  const service = open({ idleMs: 20 })
  const before = await processOf(service)
  const waiting = service.ask({ type: 'wait' }).catch((error: unknown) => error)
  expect(await service.ask({ type: 'double', value: 4 })).toMatchObject({ value: 8 })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(isAlive(before)).toBe(true)
  await service.close()
  await waiting
})

test('closing ends the process and all that is asked', async () => {
  const service = open()
  const before = await processOf(service)
  const waiting = service.ask({ type: 'wait' })
  const refused = expect(waiting).rejects.toMatchObject({ code: 'not-possible-here' })
  await service.close()
  await refused
  expect(isAlive(before)).toBe(false)
  await expect(service.ask({ type: 'process' })).rejects.toMatchObject({
    code: 'not-possible-here',
  })
})
