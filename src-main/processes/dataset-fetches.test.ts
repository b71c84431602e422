import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fetchSchema, type DatasetFetch } from '../../src-preload/contract/shelf'
import { bundleModule } from '../../test/bundle-module'
import {
  folderOf,
  madePublication,
  type MadePublication,
} from '../core/datasets/get/made-emnist.test-helper'
import {
  startFaultyServer,
  type FaultyServer,
  type ServedFile,
} from '../core/download/faulty-server.test-helper'
import { namesIn } from '../core/files/names-in'
import { DatasetFetches } from './dataset-fetches'
import { startChildProcess } from './start-process'

let folder = ''
let worker = ''
let made: MadePublication
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-fetches-'))
  worker = await bundleModule('src-main/processes/fixtures/fetching-child.ts', folder)
  made = await madePublication(1, 'mnist')
  await writeFile(join(folder, 'published.json'), JSON.stringify(made.published))
  vi.stubEnv('GLYPHLAB_TEST_PUBLICATION', join(folder, 'published.json'))
}, 60_000)
afterAll(() => {
  vi.unstubAllEnvs()
  return rm(folder, { recursive: true, force: true })
})

let home = ''
const opened: DatasetFetches[] = []
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'))
})
afterEach(async () => {
  for (const fetches of opened.splice(0)) await fetches.close()
})

const downloads = () => namesIn(join(home, 'downloads'))
const isStored = async () => (await namesIn(join(home, 'datasets'))).includes('emnist-mnist')

/** A server with what is published; of the first file as many bytes as said at first, then nothing, or the end. */
async function published(fault?: ServedFile['faults']): Promise<FaultyServer> {
  const files: Record<string, Uint8Array | ServedFile> = { ...folderOf(made, '/') }
  const [first] = Object.keys(files)
  const bytes = Object.values(made.files)[0]
  if (first !== undefined && bytes !== undefined && fault !== undefined)
    files[first] = { bytes, faults: fault }
  const server = await startFaultyServer(files)
  vi.stubEnv('GLYPHLAB_MIRRORS', server.url('/'))
  return server
}

function open() {
  const told: (readonly DatasetFetch[])[] = []
  const ends: boolean[] = []
  const fetches = new DatasetFetches({
    ...{ home, startProcess: startChildProcess, file: worker },
    onChange: (list) => told.push(list.map((fetch) => fetchSchema.parse(fetch))),
    onEnded: (isStored) => ends.push(isStored),
  })
  opened.push(fetches)
  const phase = async () => (await fetches.list())[0]?.state.phase ?? null
  const until = (wanted: string | null) => expect.poll(phase, { timeout: 15_000 }).toBe(wanted)
  return { fetches, told, ends, until }
}

/** The first file comes so slowly that there is time for everything else. */
const SLOW = [{}, { trickle: { bytes: 50, pauseMs: 100 } }]

/** Whether a part was asked for, from where the one before had ended. */
const isAskedFrom = (server: FaultyServer, start: number) =>
  server.requests.some(({ headers }) => headers.range?.startsWith(`bytes=${start}-`) === true)

async function untilBytesCome(fetches: DatasetFetches): Promise<void> {
  const isDownloading = async () => {
    const [fetch] = await fetches.list()
    const { state } = fetch ?? {}
    return state?.phase === 'fetching' && state.progress?.phase === 'downloading'
      ? state.progress.bytesDone
      : 0
  }
  await expect.poll(isDownloading, { timeout: 15_000 }).toBeGreaterThan(0)
}

test('a split comes, and is told of until it is there', async () => {
  await using server = await published()
  const { fetches, told, ends, until } = open()
  expect(await fetches.list()).toEqual([])
  expect(server.requests).toEqual([])
  await fetches.start('mnist')
  await fetches.start('mnist')
  expect(await fetches.list()).toMatchObject([{ split: 'mnist', state: { phase: 'fetching' } }])
  await until(null)
  await expect.poll(() => ends).toEqual([true])
  expect(await isStored()).toBe(true)
  expect(told.at(-1)).toEqual([])
  expect(await downloads()).toEqual([])
})

describe('a connection that is cut', () => {
  test('is told, and what came is kept for the next try', async () => {
    const cut = { cutAfter: 1_500 }
    await using server = await published([{}, cut, { cutAfter: 0 }, { cutAfter: 0 }])
    const { fetches, ends, until } = open()
    await fetches.start('mnist')
    await until('failed')
    const [failed] = await fetches.list()
    expect(failed?.state).toMatchObject({ error: { code: 'download-failed' }, bytesDone: 1_500 })
    await expect.poll(() => ends).toEqual([false])
    await fetches.start('mnist')
    await until(null)
    expect(await isStored()).toBe(true)
    expect(isAskedFrom(server, 1_500)).toBe(true)
  })
})

describe('a fetch that is paused', () => {
  test('keeps what came, is found again by another program, and goes on there', async () => {
    await using server = await published(SLOW)
    const { fetches, ends } = open()
    await fetches.start('mnist')
    await untilBytesCome(fetches)
    await fetches.pause('mnist')
    const paused = await fetches.list()
    const [{ state } = { state: null }] = paused
    if (state?.phase !== 'paused') throw new Error('it is not paused')
    expect(state.bytesDone).toBeGreaterThan(0)
    expect(ends).toEqual([false])
    await fetches.close()

    const again = open()
    expect(await again.fetches.list()).toEqual(paused)
    await again.fetches.start('mnist')
    await again.until(null)
    expect(await isStored()).toBe(true)
    expect(isAskedFrom(server, state.bytesDone)).toBe(true)
  })

  test('is not under way in another program', async () => {
    await using server = await published(SLOW)
    const first = open()
    await first.fetches.start('mnist')
    await untilBytesCome(first.fetches)
    expect(await open().fetches.list()).toEqual([])
    expect(server.requests).not.toEqual([])
    await first.fetches.pause('mnist')
    expect(await open().fetches.list()).toHaveLength(1)
  })

  test('is gone when it is cancelled, with what came', async () => {
    await using server = await published(SLOW)
    const { fetches, told } = open()
    await fetches.start('mnist')
    await untilBytesCome(fetches)
    expect(await readdir(join(home, 'downloads'))).toContain('emnist-mnist')
    await fetches.cancel('mnist')
    const asked = server.requests.length
    expect(await fetches.list()).toEqual([])
    expect(told.at(-1)).toEqual([])
    expect(await downloads()).toEqual([])
    expect(await isStored()).toBe(false)
    expect(server.requests).toHaveLength(asked)
  })

  test('is kept by the end of the program', async () => {
    await using server = await published(SLOW)
    const { fetches } = open()
    await fetches.start('mnist')
    await untilBytesCome(fetches)
    await fetches.close()
    expect(await open().fetches.list()).toMatchObject([{ state: { phase: 'paused' } }])
    const asked = server.requests.length
    await fetches.start('mnist')
    expect(server.requests).toHaveLength(asked)
  })
})
