import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { MY_SKETCHES } from '../../src-preload/contract/sketch'
import { serve, type Served } from '../browser/served'
import { makeTestHome, type TestHome } from '../data-home'
import { WindowClient } from '../window-client'
import { attackKeeping, attackReading } from './attacked-sketches'

/** More of the same: `GLYPHLAB_TEST_ATTACKS=100`. */
const TIMES = Number(process.env['GLYPHLAB_TEST_ATTACKS'] ?? 1)

describe('sketches over a WebSocket', () => {
  let home: TestHome
  let served: Served
  beforeAll(async () => {
    home = await makeTestHome()
    served = await serve(home)
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('drawings that nobody draws are read or refused', async () => {
    using client = await WindowClient.open(served.url)
    await attackReading(client, 8 * TIMES)
  }, 600_000)

  test('windows that keep, correct, delete and export at once lose nothing', async () => {
    using first = await WindowClient.open(served.url)
    using second = await WindowClient.open(served.url)
    await attackKeeping([first, second], 8 * TIMES)
    const { inDataset } = await first.request('sketches.list', { offset: 0, limit: 1 })
    const { dataset } = await openDataset(MY_SKETCHES, { home: home.folder })
    expect(dataset.labels).toHaveLength(inDataset)
  }, 600_000)
})
