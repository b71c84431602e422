import { beforeAll, expect, test } from 'vitest'
import { Graph } from '../graph/graph'
import type { TensorFlow } from '../runtime'
import { runOnce, tensorflowForTests } from '../test-session.test-helper'
import { cast } from './array'
import { placeholder } from './constants'
import { RandomStreams } from './random'

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

const COUNT = 100_000

/** Draws of sites 0 and 1 as [uniform 0, uniform 1, bytes 0, bytes 1]. */
async function draws(seed: number, step: number): Promise<Float32Array[]> {
  const graph = new Graph()
  const pair = placeholder(graph, 'seed', 'int32', [2])
  const random = new RandomStreams(pair)
  const results = await runOnce(
    tensorflow,
    graph,
    [[pair, Int32Array.of(seed, step)]],
    [0, 1]
      .map((site) => random.uniform(site, [COUNT]))
      .concat(
        // A count that is no multiple of four: the last word is cut.
        [0, 1].map((site) => cast(random.bytes(site, [COUNT - 1]), 'float32')),
      ),
  )
  return results.map((values) => Float32Array.from(values))
}

test('a seed pair always gives the same numbers', async () => {
  expect(await draws(1, 7)).toEqual(await draws(1, 7))
})

test('uniform numbers and bytes are evenly spread', async () => {
  const [uniform = [], , bytes = []] = await draws(1, 0)
  expectMeanAndVariance(uniform, 1 / 2, 1 / 12)
  expectMeanAndVariance(bytes, 127.5, (256 ** 2 - 1) / 12)
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...uniform)).toBeLessThan(1)
  expect(new Set(bytes).size).toBe(256)
})

test('sites, steps and seeds are uncorrelated', async () => {
  const [here = [], site = []] = await draws(1, 0)
  const [step = []] = await draws(1, 1)
  const [seed = []] = await draws(2, 0)
  for (const other of [site, step, seed])
    // Five standard deviations of a correlation of independent draws.
    expect(Math.abs(correlation(here, other))).toBeLessThan(5 / Math.sqrt(COUNT))
})

test.each([
  [1 / 2, COUNT],
  [1 / 4, COUNT],
  [3 / 16, COUNT],
  [77 / 256, COUNT],
  // Eight values a byte do not go into it: each takes a byte of its own.
  [1 / 2, COUNT - 1],
])('a mask drops a share of %d, whichever bits decide', async (rate, count) => {
  const kept = await mask(rate, count)
  // Five standard deviations of a binomial share.
  const deviation = Math.sqrt((rate * (1 - rate)) / count)
  expect(Math.abs(mean(kept) - (1 - rate))).toBeLessThan(5 * deviation)
})

test('values of a mask that share a byte are uncorrelated', async () => {
  const kept = await mask(1 / 4, COUNT)
  const quarter = COUNT / 4
  const parts = [0, 1, 2, 3].map((part) => kept.slice(part * quarter, (part + 1) * quarter))
  for (const [first, second] of [
    [0, 1],
    [0, 3],
    [1, 2],
    [2, 3],
  ])
    expect(Math.abs(correlation(parts[first ?? 0] ?? [], parts[second ?? 0] ?? []))).toBeLessThan(
      5 / Math.sqrt(quarter),
    )
})

async function mask(rate: number, count: number): Promise<number[]> {
  const graph = new Graph()
  const pair = placeholder(graph, 'seed', 'int32', [2])
  const keep = cast(new RandomStreams(pair).keep(3, rate, [count]), 'float32')
  const [values] = await runOnce(tensorflow, graph, [[pair, Int32Array.of(1, 0)]], [keep])
  return Array.from(values ?? [])
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0) / values.length
}

function expectMeanAndVariance(values: ArrayLike<number>, expected: number, variance: number) {
  const average = mean(values)
  expect(Math.abs(average - expected)).toBeLessThan(5 * Math.sqrt(variance / values.length))
  const spread = mean(Array.from(values, (value) => (value - average) ** 2))
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.02)
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const moment = (x: ArrayLike<number>, centreX: number, y: ArrayLike<number>, centreY: number) =>
    mean(Array.from(x, (value, index) => (value - centreX) * ((y[index] ?? 0) - centreY)))
  return (
    moment(a, meanA, b, meanB) / Math.sqrt(moment(a, meanA, a, meanA) * moment(b, meanB, b, meanB))
  )
}
