import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WindowEvents } from '../../src-main/bridge/events'
import type { Caller } from '../../src-main/bridge/handlers'
import { openServices, type Services } from '../../src-main/bridge/services'
import { character, madeSketch } from '../../src-main/core/sketches/made-sketches.test-helper'
import { startChildProcess, type StartProcess } from '../../src-main/processes/start-process'
import type { SketchId } from '../../src-preload/contract/sketch'
import { makeTestHome, type TestHome } from '../data-home'
import { runGlyphlab } from '../run-glyphlab'

const BUILD = fileURLToPath(new URL('../../out/app/main/', import.meta.url))
const CALLER: Caller = { id: 'test', face: 'served' }

let home: TestHome
let services: Services
let told: string[] = []

/** The entries of the build: in this process they have none beside them. */
const startBuilt: StartProcess = (options) =>
  startChildProcess({ ...options, file: join(BUILD, basename(options.file)) })

beforeAll(async () => {
  home = await makeTestHome()
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
  const events = new WindowEvents()
  events.subscribe((...[name]) => void told.push(name))
  services = await openServices({
    ...{ home: home.folder, startProcess: startBuilt, events, capabilities: {} },
  })
}, 120_000)
afterAll(async () => {
  await services.close()
  await home[Symbol.asyncDispose]()
})

const ask = (): Services['handlers'] => services.handlers
const sketchOf = (seed: number, truth: string | null = null) => {
  const { strokes, said, truth: known } = madeSketch(seed, truth)
  return { strokes: [...strokes], said, truth: known }
}
const list = () => ask()['sketches.list']({ offset: 0, limit: 50 }, CALLER)
const mine = async () =>
  (await ask()['datasets.list']({}, CALLER)).datasets.find(({ source }) => source === 'my-sketches')

describe.sequential('a window that draws', () => {
  let kept: SketchId

  test('has a sketch kept, and is told so', async () => {
    const { sketch } = await ask()['sketches.keep'](sketchOf(1), CALLER)
    kept = sketch.id
    expect(told).toEqual(['sketches.changed'])
    expect(await list()).toEqual({ sketches: [sketch], total: 1, inDataset: 0 })
    expect(await mine()).toBeUndefined()
    const { strokes } = await ask()['sketches.open']({ sketch: kept }, CALLER)
    expect(strokes).toHaveLength(1)
  })

  test('says what it is, and finds it among the data sets', async () => {
    told = []
    const truth = character('A')
    const { sketch } = await ask()['sketches.correct']({ sketch: kept, truth }, CALLER)
    expect(sketch).toMatchObject({ id: kept, truth })
    expect(told).toEqual(['sketches.changed', 'datasets.changed'])
    expect(await mine()).toMatchObject({ title: 'My sketches', trainCount: 1, testCount: 0 })
    const params = { dataset: 'my-sketches', split: null }
    const { content } = await ask()['datasets.content'](params, CALLER)
    expect(content).toMatchObject({ trainCount: 1, testCount: 0 })
    const drawing = { ...params, part: 'train', perClass: 3, seed: 1 } as const
    const { classes } = await ask()['datasets.specimens'](drawing, CALLER)
    expect(classes.flat()).toEqual([sketch.pixels])
  })

  test('keeps many at once, and all are there', async () => {
    const seeds = [2, 3, 4, 5, 6, 7]
    const answers = await Promise.all(
      seeds.map(async (seed) => ask()['sketches.keep'](sketchOf(seed, 'B'), CALLER)),
    )
    const { sketches, total, inDataset } = await list()
    expect([total, inDataset]).toEqual([7, 7])
    expect(new Set(sketches.map(({ id }) => id))).toEqual(
      new Set([kept, ...answers.map(({ sketch }) => sketch.id)]),
    )
    expect(await mine()).toMatchObject({ trainCount: 6, testCount: 1 })
  })

  test('is refused what cannot be, and nothing changes', async () => {
    told = []
    const refused = ask()['sketches.correct']({ sketch: kept, truth: character('ß') }, CALLER)
    await expect(refused).rejects.toMatchObject({ code: 'correction-refused' })
    expect(told).toEqual([])
    expect(await list()).toMatchObject({ total: 7 })
  })

  test('takes them along as an archive', async () => {
    const { name, zip } = await ask()['sketches.export']({}, CALLER)
    expect(name).toMatch(/\.zip$/)
    expect(Buffer.from(zip, 'base64').subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
  })

  test('deletes one, and it is in no list and no data set', async () => {
    told = []
    await ask()['sketches.delete']({ which: { kind: 'these', sketches: [kept] } }, CALLER)
    expect(told).toEqual(['sketches.changed', 'datasets.changed'])
    expect(await list()).toMatchObject({ total: 6, inDataset: 6 })
  })

  test('removes the data set in Data, and those that it was made of are gone', async () => {
    await ask()['sketches.keep'](sketchOf(9), CALLER)
    told = []
    const { freedBytes } = await ask()['datasets.remove']({ dataset: 'my-sketches' }, CALLER)
    expect(freedBytes).toBeGreaterThan(6 * 784)
    expect(told).toEqual(['datasets.changed', 'sketches.changed'])
    expect(await mine()).toBeUndefined()
    expect(await list()).toMatchObject({ total: 1, inDataset: 0 })
    const before = (await ask()['home.usage']({}, CALLER)).datasetsBytes
    expect(before).toBeGreaterThan(0)
    await ask()['sketches.delete']({ which: { kind: 'all' } }, CALLER)
    expect(await list()).toEqual({ sketches: [], total: 0, inDataset: 0 })
  })
})
