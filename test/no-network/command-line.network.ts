import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTestHome, type TestHome } from '../data-home'
import { IS_WITHOUT_NETWORK } from './trace'
import { runTraced } from './traced-glyphlab'

/** A vertical line: an image that any network has an answer to. */
const LINE = encode({
  ...{ width: 28, height: 28, channels: 1 },
  data: Uint8Array.from({ length: 784 }, (_, at) =>
    Math.abs((at % 28) - 14) < 2 && at > 112 && at < 672 ? 0 : 255,
  ),
})

// One journey: each command goes on with what those before have made.
describe.skipIf(!IS_WITHOUT_NETWORK)('the command line', () => {
  let home: TestHome
  beforeAll(async () => {
    home = await makeTestHome()
    await writeFile(join(home.folder, 'line.png'), LINE)
  })
  afterAll(() => home[Symbol.asyncDispose]())

  test.each([
    ['--version'],
    ['doctor'],
    ['runtime list'],
    ['models'],
    ['data make strokes --train-per-class 60 --test-per-class 20'],
    ['data list'],
    ['data show strokes'],
    ['data verify strokes'],
    ['train --dataset strokes --model tiny --epochs 2'],
    ['train --dataset strokes --model tiny --epochs 1 --repeat 2'],
    ['runs'],
    ['runs show last'],
    ['runs note last kept'],
    ['evaluate last --dataset strokes'],
    ['predict last HOME/line.png'],
    ['predict built-in HOME/line.png'],
    ['runs condense last HOME/condensed'],
    ['runs export last HOME/run.glyphlab'],
    ['runs import HOME/run.glyphlab'],
    ['data get'],
    ['completion bash'],
  ])('glyphlab %s turns to nobody', async (line) => {
    const words = line.split(' ').map((word) => word.replace('HOME', home.folder))
    const { status, stderr, outward } = await runTraced(home, words)
    expect(outward).toEqual([])
    // `data get` without a name lists what there is to fetch, and that is wrong usage.
    expect({ status, stderr }).toMatchObject({ status: line === 'data get' ? 2 : 0 })
  })

  // What would be seen where something did turn to somebody: without these the tests above could not fail.
  test.each([
    ['by its address', 'http://192.0.2.1/emnist/', ['connect 192.0.2.1 port 80']],
    ['by its name', 'http://mirror.example/emnist/', [expect.stringMatching(/ port 53$|resolve/)]],
  ])('a download that was asked for asks its server %s', async (_, mirror, calls) => {
    const { status, stderr, outward } = await runTraced(home, ['data', 'get', 'emnist-mnist'], {
      GLYPHLAB_MIRRORS: mirror,
      HTTP_PROXY: '',
      http_proxy: '',
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^glyphlab: /m)
    expect(outward).toEqual(expect.arrayContaining(calls))
  })
})
