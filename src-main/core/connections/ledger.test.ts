import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectionRecord } from '../../../src-preload/contract/connection-record'
import { ConnectionTally } from './connection-tally'
import { connectionsPath, readConnections, recordConnection } from './ledger'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-connections-'))
})
afterEach(() => rm(home, { recursive: true }))

const record = (host: string): ConnectionRecord => ({
  time: '2026-01-01T00:00:00.000Z',
  purpose: { kind: 'dataset', name: 'made' },
  host,
  bytes: 17,
  outcome: 'done',
})
const hosts = async () => (await readConnections(home)).map(({ host }) => host)

describe('the list of connections', () => {
  test('is empty where none was made', async () => {
    expect(await readConnections(join(home, 'not', 'there'))).toEqual([])
  })

  test('has the latest first, each as it was written', async () => {
    await recordConnection(join(home), record('first.example'))
    await recordConnection(join(home), record('second.example'))
    expect(await readConnections(home)).toEqual([record('second.example'), record('first.example')])
  })

  test('makes the data home it lies in', async () => {
    const deep = join(home, 'deep', 'down')
    await recordConnection(deep, record('first.example'))
    expect(await readConnections(deep)).toHaveLength(1)
  })

  test('loses nothing but the line that a kill cut off', async () => {
    await recordConnection(home, record('first.example'))
    await appendFile(connectionsPath(home), '{"time":"2026-01-01T00:0')
    await recordConnection(home, record('second.example'))
    expect(await hosts()).toEqual(['second.example', 'first.example'])
  })

  test('has of each connection what was written last', async () => {
    await recordConnection(home, {
      ...record('first.example'),
      bytes: null,
      outcome: 'interrupted',
    })
    await recordConnection(home, record('second.example'))
    await recordConnection(home, record('first.example'))
    expect(await readConnections(home)).toEqual([record('first.example'), record('second.example')])
  })

  test('leaves out what it does not know', async () => {
    await writeFile(connectionsPath(home), 'hello\n\n{"host":"evil.example"}\n')
    await recordConnection(home, record('first.example'))
    expect(await hosts()).toEqual(['first.example'])
  })

  test('holds whole lines, whoever writes at once', async () => {
    const written = Array.from({ length: 40 }, (_, index) => `host-${index}.example`)
    await Promise.all(written.map((host) => recordConnection(home, record(host))))
    expect((await hosts()).sort()).toEqual(written.sort())
  })

  test.each([
    ['below a file', () => join(home, 'file', 'home')],
    ['where nothing may be written', () => '/proc/self/home'],
  ])('costs nobody anything %s', async (_, place) => {
    await writeFile(join(home, 'file'), '')
    await expect(recordConnection(place(), record('first.example'))).resolves.toBeUndefined()
    expect(await readConnections(place())).toEqual([])
  })
})

describe('work that is in touch with hosts', () => {
  const tally = () => new ConnectionTally(home, { kind: 'runtime', version: '2.21.0' })
  const listed = async () =>
    (await readConnections(home)).map(({ host, bytes, outcome }) => [host, bytes, outcome])

  test('leaves a line for each, with all that came from it', async () => {
    const connections = tally()
    const result = await connections.during(undefined, () => {
      connections.contacted('pip', null)
      connections.contacted('b.example')
      connections.received('b.example', 3)
      connections.contacted('b.example')
      connections.received('b.example', 4)
      connections.received('late.example', 5)
      return Promise.resolve('it')
    })
    expect(result).toBe('it')
    expect((await listed()).sort()).toEqual([
      ['b.example', 7, 'done'],
      ['pip', null, 'done'],
    ])
    expect(await readFile(connectionsPath(home), 'utf8')).toContain('"version":"2.21.0"')
    await connections.settle('done')
    expect(await listed()).toHaveLength(2)
  })

  test('is written down before it has ended: a kill tells nobody', async () => {
    tally().contacted('a.example')
    await expect.poll(listed).toEqual([['a.example', null, 'interrupted']])
  })

  test.each<[string, () => Promise<boolean>, boolean, string]>([
    ['that fails', () => Promise.reject(new Error('cut')), false, 'failed'],
    ['that is broken off', () => Promise.reject(new Error('cut')), true, 'interrupted'],
    ['that brings nothing', () => Promise.resolve(false), false, 'failed'],
  ])('%s is told as such', async (_, work, isAborted, outcome) => {
    const connections = tally()
    connections.contacted('a.example')
    const signal = isAborted ? AbortSignal.abort() : undefined
    await connections.during(signal, work, (isThere) => isThere).catch(() => undefined)
    expect(await listed()).toEqual([['a.example', 0, outcome]])
  })
})
