import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { writeSketch } from '../../src-main/core/datasets/doodles/written-sketch'
import { listRuns } from '../../src-main/core/runs/list-runs'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { keepSketch } from '../../src-main/core/sketches/keep-sketch'
import { SKETCH_CLASSES } from '../../src-main/core/sketches/sketch-classes'
import type { TestHome } from '../data-home'
import { runGlyphlab } from '../run-glyphlab'
import { makeTrainedHome } from '../trained-home'

/** Some classes, so that a few sketches of each are enough to learn from. */
const WRITTEN = [10, 11, 13, 16, 22]

let home: TestHome
beforeAll(async () => {
  home = await makeTrainedHome(['--epochs', '3'])
}, 120_000)
afterAll(() => home[Symbol.asyncDispose]())

const glyphlab = (...words: readonly string[]) => runGlyphlab(words, home.environment)
const quickly = ['train', '--dataset', 'my-sketches', '--model', 'tiny', '--batch-size', '4']

async function write(from: number, to: number): Promise<void> {
  for (let writer = from; writer < to; writer++)
    for (const at of WRITTEN) {
      const { character = '' } = SKETCH_CLASSES[at] ?? {}
      const strokes = writeSketch(3, 'kept', at, writer)
      await keepSketch(home.folder, {
        ...{ strokes, said: null, truth: { kind: 'character', character } },
      })
    }
}

const figuresSchema = z.looseObject({ accuracy: z.number(), count: z.number() })

async function evaluated(run: string) {
  const words = ['evaluate', run, '--dataset', 'my-sketches', '--json']
  const { status, stdout, stderr } = await glyphlab(...words)
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  return figuresSchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''))
}

async function runFolders(): Promise<readonly string[]> {
  return (await listRuns(join(home.folder, 'runs'))).map(({ folder }) => folder)
}

describe.sequential('sketches of one’s own', () => {
  test('cannot be trained on before there are any, and that is said', async () => {
    expect(await glyphlab(...quickly)).toMatchObject({
      status: 1,
      stderr:
        'glyphlab: no sketch has been corrected yet: my-sketches is made of those. ' +
        'Draw in Sketch, and say what it is where the answer is wrong.\n',
    })
  })

  test('are too few where each is alone in its class, and that is said', async () => {
    await write(0, 1)
    expect(await glyphlab(...quickly)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^glyphlab: validation 0\.1 of 5 training images leaves 5 to learn from and 0 to validate with\./,
      ),
    })
  })

  test('can be trained on without a test part, which cannot be measured, and that is said', async () => {
    await write(1, 2)
    const trained = await glyphlab(...quickly, '--epochs', '1')
    expect(trained).toMatchObject({ status: 0, stderr: expect.stringContaining('0 to test') })
    expect(await glyphlab('evaluate', 'last')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'the test part of my-sketches is empty: its 10 images are all for training',
      ),
    })
  })

  test('make a network better that begins with what another has learnt', async () => {
    await write(2, 8)
    const [base = ''] = (await runFolders()).toSorted()
    const before = await evaluated(base)
    expect(before.count).toBe(2 * WRITTEN.length)
    const words = ['--weights', runPaths(base).best, '--epochs', '10', '--early-stopping', 'none']
    expect(await glyphlab(...quickly, ...words)).toMatchObject({ status: 0 })
    const after = await evaluated('last')
    expect(after.count).toBe(before.count)
    expect(after.accuracy).toBeGreaterThan(before.accuracy)
  })

  test('are another data set once more are drawn: a run on them goes on by its weights alone', async () => {
    await write(8, 9)
    const { status, stderr } = await glyphlab('resume', 'last', '--epochs', '20')
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/my-sketches.*\n$/),
    })
    expect(stderr).toContain('start a new run with --weights')
  })

  test('are listed, shown, verified and removed like any other', async () => {
    expect((await glyphlab('data', 'list')).stdout).toMatch(
      /my-sketches +my-sketches +35 +10 +your own sketches\n/,
    )
    expect(await glyphlab('data', 'verify', 'my-sketches')).toMatchObject({ status: 0 })
    expect(await glyphlab('data', 'remove', 'my-sketches')).toMatchObject({ status: 0 })
    expect((await glyphlab('data', 'list')).stdout).not.toContain('my-sketches')
    expect(await glyphlab('data', 'show', 'my-sketches')).toMatchObject({ status: 1 })
  })
})
