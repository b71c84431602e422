import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeDataset } from '../store-dataset'
import { makeStrokes } from '../strokes/make-strokes'
import { getDataset } from './get-dataset'

test('what another process has brought since it was looked for is there', async () => {
  const home = await mkdtemp(join(tmpdir(), 'glyphlab-get-dataset-'))
  try {
    const dataset = await makeStrokes({ trainPerClass: 1, testPerClass: 1, seed: 1 })
    const origin = { kind: 'emnist', url: 'https://example.org/' } as const
    const { folder } = await storeDataset({ dataset, origin }, { home, name: 'made' })
    let looks = 0
    const got = await getDataset(
      {
        key: 'made',
        bytesTotal: null,
        // As if it had been another one at the first look.
        isSame: () => ++looks > 1,
        fetch: () => Promise.reject(new Error('is fetched once more')),
      },
      { home, name: 'made' },
    )
    expect(got).toMatchObject({ folder, wasThere: true })
  } finally {
    await rm(home, { recursive: true })
  }
})
