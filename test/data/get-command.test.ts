import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { madeArchive } from '../../src-main/core/archives/made-archive.test-helper'
import { officialEmnist } from '../../src-main/core/datasets/get/official-emnist'
import { namesIn } from '../../src-main/core/files/names-in'
import { startFaultyServer } from '../../src-main/core/download/faulty-server.test-helper'
import { runGlyphlab, startGlyphlab } from '../run-glyphlab'

// What NIST publishes is not here: all that a command can do with a server of ours is to refuse what it gives.
let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-data-get-'))
})
afterEach(() => rm(home, { recursive: true }))

const dataGet = (words: readonly string[], mirrors = '') =>
  runGlyphlab(['data', 'get', ...words], {
    GLYPHLAB_HOME: home,
    GLYPHLAB_MIRRORS: mirrors,
    KAGGLE_USERNAME: '',
    KAGGLE_KEY: '',
    KAGGLE_CONFIG_DIR: join(home, 'none'),
  })

const [images] = officialEmnist('mnist').files
const imagesName = images?.name ?? ''

async function expectNoDataset(): Promise<void> {
  expect(await readdir(join(home, 'datasets'))).toEqual([])
}

describe('data get', () => {
  test('refuses files of the right size with other bytes, at each mirror, naming both hashes', async () => {
    const zeros = { [`gzip/${imagesName}`]: Buffer.alloc(images?.bytes ?? 0) }
    await using server = await startFaultyServer({ '/gzip.zip': await madeArchive(zeros) })
    const result = await dataGet(
      ['emnist-mnist'],
      `${server.url('/none/')} ${server.url('/gzip.zip')}`,
    )
    expect(result).toMatchObject({ status: 1, stdout: '' })
    const lines = result.stderr.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(
      new RegExp(
        `^glyphlab: none of 2 mirrors has it: .* answers 404 Not Found; .*/gzip\\.zip: ${imagesName} has ` +
          `${images?.bytes} bytes and SHA-256 [0-9a-f]{64}, expected ${images?.bytes} and ${images?.sha256}\\. `,
      ),
    )
    expect(lines.filter((line) => line.endsWith('; fetching it again'))).toHaveLength(1)
    await expectNoDataset()
    expect(await readdir(join(home, 'downloads'))).toEqual([])
  })

  test('refuses a file of another size before it is fetched', async () => {
    await using server = await startFaultyServer({ [`/${imagesName}`]: Buffer.alloc(1000) })
    const { status, stdout } = await dataGet(['emnist-mnist', '--json'], server.url('/'))
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'error',
      error: {
        code: 'download-failed',
        message: expect.stringContaining('has 1,000 bytes, expected 14,873,795'),
      },
    })
    expect(server.requests).toHaveLength(1)
    await expectNoDataset()
  })

  test('asks the mirrors that are named before the usual ones', async () => {
    await using server = await startFaultyServer({})
    const mirrors = ['/first/', '/second.zip'].flatMap((path) => ['--mirror', server.url(path)])
    const result = await dataGet(['emnist-mnist', ...mirrors], server.url('/usual/'))
    expect(result.status).toBe(1)
    expect(server.requests.map(({ path }) => path)).toEqual([
      `/first/${imagesName}`,
      '/second.zip',
      `/usual/${imagesName}`,
    ])
  })

  test('stopped by Ctrl-C keeps what has come', async () => {
    const slow = {
      bytes: Buffer.alloc(images?.bytes ?? 0),
      always: { trickle: { bytes: 100_000, pauseMs: 20 } },
    }
    await using server = await startFaultyServer({ [`/${imagesName}`]: slow })
    const command = startGlyphlab(['data', 'get', 'emnist-mnist'], {
      GLYPHLAB_HOME: home,
      GLYPHLAB_MIRRORS: server.url('/'),
    })
    const folder = join(home, 'downloads', 'emnist-mnist')
    const part = `${imagesName}.part`
    await expect.poll(() => namesIn(folder)).toContain(`${part}.json`)
    command.child.kill('SIGINT')
    const { status, stderr } = await command.result
    expect(status).toBe(130)
    expect(stderr).toContain('interrupted; the same command goes on where it stopped\n')
    expect((await readdir(folder)).sort()).toEqual([part, `${part}.json`])
    expect(await readdir(join(home, 'downloads'))).toEqual(['emnist-mnist'])
    await expectNoDataset()
  })

  test('from Kaggle asks for credentials and names the other way', async () => {
    const { status, stderr } = await dataGet(['kaggle'])
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^glyphlab: .*KAGGLE_USERNAME and KAGGLE_KEY are not both set, and there is no .*none\/kaggle\.json\. Give .* browser and run `glyphlab data import`\.\n$/,
    )
    await expectNoDataset()
  })
})
