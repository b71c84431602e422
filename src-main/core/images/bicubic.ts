import type { BlurredPatch } from './blur'

/** Weights of the four neighbours of a point a share `t` of the way from the second to the third. */
export function cubicWeights(t: number): readonly [number, number, number, number] {
  return [
    ((-0.5 * t + 1) * t - 0.5) * t,
    (1.5 * t - 2.5) * t * t + 1,
    ((-1.5 * t + 2) * t + 0.5) * t,
    (0.5 * t - 0.5) * t * t,
  ]
}

/** Where along one axis the samples lie, in pixels; pixel 0 reaches from 0 to 1. */
export interface SampleGrid {
  /** Of the first sample's centre. */
  readonly first: number
  readonly step: number
  readonly count: number
}

/**
 * Samples an image on a grid by bicubic convolution with a = -0.5 (Keys 1981), which passes through the
 * pixels and reproduces parabolas. The kernel is not widened where the grid is coarser than the pixels.
 *
 * @returns `[rows.count, columns.count]`
 */
export function sampleBicubic(
  { values, width, height }: BlurredPatch,
  rows: SampleGrid,
  columns: SampleGrid,
): Float32Array {
  const across = new Float32Array(height * columns.count)
  for (let column = 0; column < columns.count; column++) {
    const position = columns.first + column * columns.step - 0.5
    const second = Math.floor(position)
    cubicWeights(position - second).forEach((weight, tap) => {
      const x = second - 1 + tap
      if (x < 0 || x >= width) return
      for (let y = 0, to = column; y < height; y++, to += columns.count) {
        across[to] = (across[to] ?? 0) + weight * (values[y * width + x] ?? 0)
      }
    })
  }
  const sampled = new Float32Array(rows.count * columns.count)
  for (let row = 0; row < rows.count; row++) {
    const position = rows.first + row * rows.step - 0.5
    const second = Math.floor(position)
    cubicWeights(position - second).forEach((weight, tap) => {
      const y = second - 1 + tap
      if (y < 0 || y >= height) return
      const from = y * columns.count
      const to = row * columns.count
      for (let column = 0; column < columns.count; column++) {
        sampled[to + column] = (sampled[to + column] ?? 0) + weight * (across[from + column] ?? 0)
      }
    })
  }
  return sampled
}
