import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { madeArchive } from '../../archives/made-archive.test-helper'
import { ConnectionTally } from '../../connections/connection-tally'
import { startFaultyServer } from '../../download/faulty-server.test-helper'
import { IMPATIENT } from './impatient.test-helper'
import { officialEmnist } from './official-emnist'
import { fetchVerified, type VerifyContext } from './verified-files'
import { realData } from '../real-data.test-helper'

const { folder: official, isAbsent } = realData('official')

// Of all official files these are at hand: no split is whole.
const files = [...officialEmnist('mnist').files, ...officialEmnist('balanced').files].filter(
  ({ name }) => /mnist-test|balanced-.*-labels/.test(name),
)

describe.skipIf(isAbsent)('official files', () => {
  let home: string
  let context: VerifyContext
  beforeEach(async () => {
    const nothing = () => undefined
    home = await mkdtemp(join(tmpdir(), 'glyphlab-official-'))
    const folder = join(home, 'files')
    await mkdir(folder)
    context = {
      folder,
      connections: new ConnectionTally(home, { kind: 'dataset', name: 'made' }),
      ...{ signal: undefined, patience: IMPATIENT, note: nothing, onConnecting: nothing },
      ...{ onWaiting: nothing, onDownload: nothing, onVerifying: nothing, onVerified: nothing },
    }
  })
  afterEach(() => rm(home, { recursive: true }))

  const read = async (change: (name: string, content: Buffer) => void = () => undefined) => {
    const contents: Record<string, Buffer> = {}
    for (const { name } of files) {
      const content = await readFile(join(official, name))
      change(name, content)
      contents[`gzip/${name}`] = content
    }
    return madeArchive(contents)
  }

  test('have the published hashes when they come out of an archive', async () => {
    await using server = await startFaultyServer({ '/gzip.zip': await read() })
    await fetchVerified(files, [server.url('/gzip.zip')], context)
    expect((await readdir(context.folder)).sort()).toEqual(files.map(({ name }) => name).sort())
  })

  test('of which one bit is another are refused', async () => {
    const archive = await read((name, content) => {
      if (name.includes('mnist-test-images')) content[1_000_000] = (content[1_000_000] ?? 0) ^ 1
    })
    await using server = await startFaultyServer({ '/gzip.zip': archive })
    const mirrors = [server.url('/gzip.zip')]
    await expect(fetchVerified(files, mirrors, context)).rejects.toMatchObject({
      code: 'checksum-differs',
      message: expect.stringContaining(
        'expected 2484884 and b25640fa9e356c618132f5df347c95ef5bae6d9c2596be1de40f7e0ae1c3eac6',
      ),
    })
  })
})
