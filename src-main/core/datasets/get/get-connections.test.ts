import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConnections } from '../../connections/ledger'
import { startFaultyServer } from '../../download/faulty-server.test-helper'
import { getEmnist } from './get-emnist'
import { IMPATIENT } from './impatient.test-helper'
import { madePublication, type MadePublication } from './made-emnist.test-helper'

let made: MadePublication
beforeAll(async () => {
  made = await madePublication()
})

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-get-'))
})
afterEach(() => rm(home, { recursive: true }))

const get = (mirrors: readonly string[], signal?: AbortSignal) =>
  getEmnist(made.published, { home, mirrors, patience: IMPATIENT, signal })
const hostOf = (url: string) => new URL(url).host

test('each mirror that was asked is in the list of connections, the last one with all it sent', async () => {
  await using broken = await startFaultyServer({ '/gzip.zip': { always: { status: 404 } } })
  await using elsewhere = await startFaultyServer({ '/gzip.zip': made.archive })
  await using server = await startFaultyServer({
    '/gzip.zip': { always: { redirectTo: elsewhere.url('/gzip.zip') } },
  })
  await get([broken.url('/gzip.zip'), server.url('/gzip.zip')])
  const connections = await readConnections(home)
  const outcomeAt = (url: string) => connections.find(({ host }) => host === hostOf(url))
  expect(connections).toHaveLength(3)
  expect(outcomeAt(broken.url('/'))).toMatchObject({ outcome: 'failed' })
  expect(outcomeAt(server.url('/'))).toMatchObject({ outcome: 'done' })
  const sent = outcomeAt(elsewhere.url('/'))
  expect(sent).toMatchObject({
    purpose: { kind: 'dataset', name: 'emnist-made' },
    outcome: 'done',
  })
  const files = made.published.files.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(sent?.bytes).toBeGreaterThanOrEqual(files)
  expect(sent?.bytes).toBeLessThan(made.archive.length)
})

test('what the user broke off is there as interrupted, and what was there already asks nobody', async () => {
  await using server = await startFaultyServer({ '/gzip.zip': made.archive })
  const stopping = new AbortController()
  await expect(
    getEmnist(made.published, {
      ...{ home, mirrors: [server.url('/gzip.zip')], patience: IMPATIENT },
      signal: stopping.signal,
      onProgress: ({ phase }) => {
        if (phase === 'downloading') stopping.abort()
      },
    }),
  ).rejects.toThrow()
  expect(await readConnections(home)).toMatchObject([{ outcome: 'interrupted' }])
  await get([server.url('/gzip.zip')])
  expect(await readConnections(home)).toMatchObject([
    { outcome: 'done' },
    { outcome: 'interrupted' },
  ])
  await get([server.url('/gzip.zip')])
  expect(await readConnections(home)).toHaveLength(2)
})
