import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { ProcessPeer } from './peer'

const OPTIONS = { benchmark: 'step', precision: 'float32', threads: 2 } as const
const PEERS = fileURLToPath(new URL('peers', import.meta.url))

let peer: ProcessPeer | undefined
afterEach(() => peer?.close())

/** A peer made of a line of Python, over the real protocol. */
function start(python: string): ProcessPeer {
  const source = `import sys; sys.path.insert(0, ${JSON.stringify(PEERS)})
from peer_protocol import fastest, options, serve, time_each
${python}`
  peer = new ProcessPeer({ name: 'made', file: 'python3', parameters: ['-c', source] }, OPTIONS)
  return peer
}

test('a peer says that it is warm, then answers', async () => {
  const made = start(`wanted = options()
print('a library talks')
serve('Made', '1', wanted.precision, {'step': lambda count: [2.5] * count})`)
  expect(await made.ready()).toEqual({ ready: true, name: 'Made', version: '1', way: 'float32' })
  expect(await made.run({ run: 'step', count: 2 })).toEqual({ ms: [2.5, 2.5] })
  expect(made.peakMemoryBytes()).toBeGreaterThan(1e6)
})

test('a peer that fails at its work says why', async () => {
  const made = start(`serve('Made', '1', '', {'step': lambda count: 1 / 0})`)
  await made.ready()
  await expect(made.run({ run: 'step', count: 1 })).rejects.toThrow('division by zero')
})

test('a peer that cannot start says why', async () => {
  await expect(start('import no_such_package').ready()).rejects.toThrow(
    "made ended: ModuleNotFoundError: No module named 'no_such_package'",
  )
})

test('a peer that is not there is an error too', async () => {
  peer = new ProcessPeer({ name: 'made', file: '/no/such/file', parameters: [] }, OPTIONS)
  await expect(peer.ready()).rejects.toThrow('ENOENT')
})

test('the fastest of several ways is found', async () => {
  const made = start(`import time
ways = {'slow': lambda: time.sleep(0.02), 'fast': lambda: time.sleep(0.001)}
serve('Made', '1', fastest(ways), {'step': lambda count: time_each(count, ways['slow'])})`)
  expect((await made.ready()).way).toBe('fast')
  const { ms } = await made.run({ run: 'step', count: 3 })
  expect(Math.min(...ms)).toBeGreaterThanOrEqual(20)
})
