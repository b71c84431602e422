import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { GetProgress } from '../../../../src-preload/contract/data-progress'
import { madeArchive } from '../../archives/made-archive.test-helper'
import {
  startFaultyServer,
  type FaultyServer,
  type ServedFile,
} from '../../download/faulty-server.test-helper'
import { readEmnist } from '../emnist'
import { getKaggle, type GetKaggleOptions } from './get-kaggle'
import { IMPATIENT } from './impatient.test-helper'

const API = '/api/v1/datasets/download/crawford/emnist'
const SECRETS = { KAGGLE_USERNAME: 'somebody', KAGGLE_KEY: 'very-secret' }
const AUTHORIZATION = `Basic ${Buffer.from('somebody:very-secret').toString('base64')}`

/** Each line has a label and then a number of its own everywhere. */
function csv(lines: number, firstInk = 0): string {
  return Array.from(
    { length: lines },
    (_, line) => `${line % 10},${new Array<number>(784).fill(firstInk + line).join(',')}\n`,
  ).join('')
}

let archive: Buffer
beforeAll(async () => {
  archive = await madeArchive({
    'emnist-balanced-train.csv': csv(3),
    'emnist_source_files/emnist-digits-train-images-idx3-ubyte': 'not wanted',
    'emnist-digits-train.csv': csv(30),
    'deeper/emnist-digits-test.csv': csv(20, 100),
    'emnist-digits-mapping.txt': Array.from({ length: 10 }, (_, n) => `${n} ${48 + n}\n`).join(''),
  })
})

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-kaggle-'))
})
afterEach(() => rm(home, { recursive: true }))

/** Kaggle, that asks who is there, and a storage on another host. */
async function startKaggle(file: ServedFile = { bytes: archive }): Promise<FaultyServer> {
  const server = await startFaultyServer({ '/storage/archive.zip': file })
  const signed = `${server.localhost}/storage/archive.zip?X-Goog-Signature=signed-secret`
  server.serve(API, {
    always: ({ headers }) =>
      headers.authorization === AUTHORIZATION ? { redirectTo: signed } : { status: 401 },
  })
  return server
}

async function get(server: FaultyServer, options: Partial<GetKaggleOptions> = {}) {
  const notes: string[] = []
  const progress: GetProgress[] = []
  const got = await getKaggle('digits', {
    ...{ home, environment: SECRETS, url: server.url(API), patience: IMPATIENT },
    onNote: (line) => notes.push(line),
    onProgress: (report) => progress.push(report),
    ...options,
  })
  return { got, notes, progress }
}

describe('fetches', () => {
  test('the CSVs of the split, and makes a data set of them', async () => {
    await using server = await startKaggle()
    const { got, notes } = await get(server)
    expect(got).toMatchObject({ name: 'kaggle-emnist-digits', wasThere: false })
    expect(got.about).toMatchObject({
      split: 'digits',
      origin: { kind: 'kaggle', dataset: 'crawford/emnist', url: server.url(API) },
      trainCount: 30,
      testCount: 20,
    })
    expect(notes).toEqual([])
    const { images, labels } = await readEmnist(got.folder)
    expect([...labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    expect(images[29 * 784]).toBe(29)
    expect(await readdir(join(home, 'downloads'))).toEqual([])
    expect((await get(server)).got.wasThere).toBe(true)
  })

  test('the whole archive where the storage has no ranges', async () => {
    await using server = await startKaggle({ bytes: archive, always: { ignoreRanges: true } })
    const { got, notes } = await get(server)
    expect(got.about.trainCount).toBe(30)
    expect(notes).toEqual([expect.stringContaining('fetching the whole archive')])
    expect(await readdir(join(home, 'downloads'))).toEqual([])
  })

  test('and sends the credentials to Kaggle alone', async () => {
    await using server = await startKaggle()
    const told = JSON.stringify(await get(server))
    const stored = server.requests.filter(({ path }) => path.startsWith('/storage/'))
    expect(stored.length).toBeGreaterThan(3)
    expect(stored.map(({ headers }) => headers.authorization)).toEqual(stored.map(() => undefined))
    expect(stored.every(({ headers }) => headers.host?.startsWith('localhost'))).toBe(true)
    expect(told).not.toMatch(/secret|Basic/)
  })
})

describe('refuses', () => {
  test.each([401, 403])('where Kaggle answers %i, and says how to get access', async (status) => {
    await using server = await startFaultyServer({ [API]: { always: { status } } })
    const error = await get(server).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining(`answers ${status}`),
      hint: expect.stringContaining('kaggle.com > Settings > API'),
    })
    expect(String(error)).not.toMatch(/secret|Basic/)
    expect(await readdir(join(home, 'datasets'))).toEqual([])
  })

  test('an archive without the split', async () => {
    await using server = await startKaggle({ bytes: await madeArchive({ 'other.csv': '' }) })
    await expect(get(server)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: `${server.url(API)}: it holds no emnist-digits-train.csv`,
    })
  })

  test('a bomb in place of the mapping', async () => {
    const bomb = await madeArchive({
      'emnist-digits-train.csv': csv(2),
      'emnist-digits-test.csv': csv(2),
      'emnist-digits-mapping.txt': Buffer.alloc(10e6),
    })
    await using server = await startKaggle({ bytes: bomb })
    await expect(get(server)).rejects.toMatchObject({
      code: 'archive-invalid',
      message: expect.stringContaining('it names 10000000 bytes, at most 65536 expected'),
    })
  })

  test('a CSV that is none, naming the line', async () => {
    const bad = await madeArchive({
      'emnist-digits-train.csv': `${csv(2)}1,2,3\n`,
      'emnist-digits-test.csv': csv(2),
      'emnist-digits-mapping.txt': '0 48\n1 49\n',
    })
    await using server = await startKaggle({ bytes: bad })
    await expect(get(server)).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(/emnist-digits-train\.csv, line 3: /),
    })
    expect(await readdir(join(home, 'datasets'))).toEqual([])
  })
})

describe('credentials', () => {
  const inFile = () => ({ KAGGLE_CONFIG_DIR: join(home, 'config') })
  async function writeCredentials(text: string, mode = 0o600): Promise<void> {
    await mkdir(join(home, 'config'))
    await writeFile(join(home, 'config', 'kaggle.json'), text)
    await chmod(join(home, 'config', 'kaggle.json'), mode)
  }
  const whole = JSON.stringify({ username: 'somebody', key: 'very-secret' })

  test('may be in kaggle.json', async () => {
    await writeCredentials(whole)
    await using server = await startKaggle()
    expect((await get(server, { environment: inFile() })).notes).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('that others can read are warned of', async () => {
    await writeCredentials(whole, 0o644)
    await using server = await startKaggle()
    expect((await get(server, { environment: inFile() })).notes).toEqual([
      `other users of this machine can read ${join(home, 'config', 'kaggle.json')}: chmod 600 makes it yours alone`,
    ])
  })

  test.each([
    ['are nowhere', null, 'KAGGLE_USERNAME and KAGGLE_KEY are not both set, and there is no '],
    ['are no JSON', '{"username": "somebody", "key": "very-secr', 'holds no username and key'],
    ['have no key', '{"username": "very-secret"}', 'holds no username and key'],
  ])('that %s are asked for', async (_, text, problem) => {
    if (text !== null) await writeCredentials(text)
    await using server = await startKaggle()
    const environment = { ...inFile(), KAGGLE_USERNAME: 'somebody' }
    const error = await get(server, { environment }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'credentials-missing',
      message: expect.stringContaining(problem),
    })
    expect(String(error)).not.toContain('secr')
    expect(server.requests).toEqual([])
  })
})
