import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { epochSchema } from '../../src-preload/contract/training-events'
import { jobProgressSchema, type JobProgress } from '../../src-preload/contract/job'
import { listen } from '../../src-main/served/listen'
import { openSocket, RawWindow, serving } from './serving'

const JOB = '6dbb5d3c-6d3b-4f0e-9d7e-2b1a2a0c9a01'
const PREFERENCES = preferencesSchema.parse({ theme: 'dark' })
const answering = { 'preferences.get': () => PREFERENCES }
const sound = { ok: true, result: PREFERENCES }

test('a request that is no request is answered, if it says by which id, and costs nothing else', async () => {
  await using server = await serving({ handlers: answering })
  const window = await RawWindow.open(server)
  window.socket.send('{"id":1,"name":7}')
  expect(await window.answerTo(1)).toMatchObject({
    ok: false,
    error: { code: 'request-invalid', message: expect.stringContaining('name') },
  })
  for (const words of ['', '{', 'null', '[]', '"x"', '{"id":-1}', '{"id":1e99}', '{"__proto__":1}'])
    window.socket.send(words)
  expect(await window.ask(2, 'preferences.get')).toEqual(sound)
  expect(window.frames).toHaveLength(2)
  const refusals = server.log.lines.filter((line) => line.startsWith('warn served: window: '))
  expect(refusals).toHaveLength(9)
})

test('bytes end the window that sends them, and no other', async () => {
  await using server = await serving({ handlers: answering })
  const [window, other] = await Promise.all([RawWindow.open(server), RawWindow.open(server)])
  window.socket.send(Buffer.from('{"id":1,"name":"preferences.get","params":{}}'))
  expect(await window.closed).toBe(1003)
  expect(await other.ask(1, 'preferences.get')).toEqual(sound)
})

test.each([
  ['more than two MiB', '"'.padEnd(2 * 2 ** 20 + 1, 'x'), 1009],
  ['text that is no UTF-8', null, 1007],
])('%s ends the window that sends it', async (_, words, code) => {
  await using server = await serving({ handlers: answering })
  const window = await RawWindow.open(server)
  // 0xff is in no UTF-8; sent as text all the same.
  window.socket.send(words ?? Buffer.from([0xff, 0xfe]), { binary: false })
  expect(await window.closed).toBe(code)
  expect(server.log.lines.filter((line) => line.startsWith('warn served: window: '))).toHaveLength(
    1,
  )
})

test('1,000 malformed and 10,000 rapid requests are answered, each once', async () => {
  const inHand = { now: 0, most: 0 }
  await using server = await serving({
    handlers: {
      'preferences.get': async () => {
        inHand.most = Math.max(inHand.most, ++inHand.now)
        await new Promise((resolve) => setImmediate(resolve))
        inHand.now--
        return PREFERENCES
      },
    },
  })
  const window = await RawWindow.open(server)
  for (let id = 0; id < 1_000; id++)
    window.socket.send(JSON.stringify({ id, name: id % 2 ? '__proto__' : 'preferences.set' }))
  for (let id = 1_000; id < 11_000; id++)
    window.socket.send(JSON.stringify({ id, name: 'preferences.get', params: {} }))
  await window.until(() => window.frames.length === 11_000)
  const answers = window.frames.flatMap((frame) => (frame.kind === 'answer' ? [frame] : []))
  expect(new Set(answers.map(({ id }) => id)).size).toBe(11_000)
  expect(answers.filter(({ answer }) => answer.ok)).toHaveLength(10_000)
  // What lies read in the socket when it is paused comes through still.
  expect(inHand.most).toBeLessThan(2_000)
})

test('200 sockets that ask for nothing keep no window out, and are ended', async () => {
  await using server = await serving({ handlers: answering, idleMs: 300 })
  const idle: Socket[] = []
  for (let count = 0; count < 200; count++) {
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
    idle.push(socket)
    await once(socket, 'connect')
  }
  const ended = idle.map(async (socket) => {
    if (!socket.closed) await once(socket.resume(), 'close')
  })
  const window = await RawWindow.open(server)
  expect(await window.ask(1, 'preferences.get')).toEqual(sound)
  await Promise.all(ended)
  // A window may be silent as long as it likes.
  expect(await window.ask(2, 'preferences.get')).toEqual(sound)
})

test('a window that is not there any longer is let go', async () => {
  await using server = await serving({ heartbeatMs: 500 })
  const there = await RawWindow.open(server)
  const gone = await RawWindow.open(server, { autoPong: false })
  expect(await gone.closed).toBe(1006)
  expect(server.log.lines).toContain('warn served: window: no answer for too long')
  expect(await there.ask(1, 'nothing')).toMatchObject({ ok: false })
})

const POINTS = 100
function progress(count: number): JobProgress {
  const training = { loss: 1, accuracy: 0.5, learningRate: 0.001 }
  return jobProgressSchema.parse({
    job: JOB,
    attempt: 0,
    run: 'run',
    doing: { kind: 'training', epoch: 1, step: count, ...training },
    imagesPerSecond: null,
    secondsElapsed: count,
    secondsLeft: null,
    memoryBytes: null,
    points: Array.from({ length: POINTS }, (_, place) => ({
      step: count * POINTS + place + 1,
      ...training,
    })),
  })
}
const means = { loss: 1, accuracy: 0.5 }
const EPOCH = epochSchema.parse({
  type: 'epoch',
  epoch: 1,
  epochs: 9,
  learningRate: 0.001,
  training: means,
  validation: means,
  steering: means,
  validationRecall: [0.5],
  best: true,
  epochsWithoutGain: 0,
  imagesPerSecond: 3000,
  secondsLeft: 1,
})

test('a slow window gets fewer reports, yet every point and every epoch, in order', async () => {
  await using server = await serving()
  const slow = await RawWindow.open(server)
  const quick = await RawWindow.open(server)
  slow.socket.pause()
  const reports = 3_000
  for (let count = 0; count < reports; count++) {
    server.events.tell('training.progress', progress(count))
    if (count % 1_000 === 999)
      server.events.tell('training.epoch', {
        job: progress(0).job,
        attempt: 0,
        step: (count + 1) * POINTS,
        epoch: EPOCH,
      })
    // As a trainer does: they do not come all at once.
    if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  slow.socket.resume()
  const pointsOf = ({ frames }: RawWindow) =>
    frames.flatMap((frame) =>
      frame.kind === 'event' && frame.name === 'training.progress'
        ? jobProgressSchema.parse(frame.payload).points.map(({ step }) => step)
        : [],
    )
  const all = Array.from({ length: reports * POINTS }, (_, place) => place + 1)
  const namesOf = ({ frames }: RawWindow) =>
    frames.flatMap((frame) => (frame.kind === 'event' ? [frame.name] : []))
  for (const window of [slow, quick]) {
    const isEpoch = (name: string) => name === 'training.epoch'
    await window.until(() => namesOf(window).filter(isEpoch).length === 3)
    // What came before an epoch was told before it.
    expect(isEpoch(namesOf(window).at(-1) ?? '')).toBe(true)
    expect(pointsOf(window)).toEqual(all)
  }
  expect(slow.frames.length).toBeLessThan(reports / 2)
})

test('the end of the server ends its windows and frees its port', async () => {
  const server = await serving()
  const window = await RawWindow.open(server)
  const idle = connect(server.port, '127.0.0.1')
  await once(idle, 'connect')
  await server.close()
  expect(await window.closed).toBe(1001)
  await using again = await serving({ port: server.port })
  expect(again.port).toBe(server.port)
})

test('a port that is taken is an error where it was asked for', async () => {
  await using taken = await serving()
  await expect(serving({ port: taken.port })).rejects.toMatchObject({
    code: 'serve-failed',
    message: `port ${taken.port} of 127.0.0.1 is taken`,
  })
})

test('a host that is not of this machine is an error', async () => {
  await expect(serving({ host: '192.0.2.1' })).rejects.toMatchObject({
    code: 'serve-failed',
    message: expect.stringContaining('192.0.2.1'),
  })
})

test('a server without an asked port and the usual one taken takes one next to it', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const server = createServer()
  await listen(server, '127.0.0.1', null, port)
  const found = (server.address() as AddressInfo).port
  expect(found).not.toBe(port)
  server.close()
  taken.close()
})

test('a window whose socket breaks off is forgotten', async () => {
  await using server = await serving({ handlers: answering })
  const socket = openSocket(server)
  await once(socket, 'open')
  socket.terminate()
  const other = await RawWindow.open(server)
  await other.ask(1, 'preferences.get')
  server.events.tell('runs.changed', {})
  await other.until(() => other.frames.length === 2)
  await expect
    .poll(() => server.log.lines.filter((line) => line === 'info served: a window is gone'))
    .toHaveLength(1)
})
