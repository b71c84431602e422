/** How many standard deviations of the Gaussian are kept on each side. */
const KERNEL_REACH = 3

/** A blurred drawing: a patch of the sheet, everything outside of it being 0. */
export interface BlurredPatch {
  /** `[height, width]`, 0 background to 1 ink */
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

/** Weights of a Gaussian at whole distances 0 to 3σ, which sum to 1 over both sides. */
export function gaussianKernel(sigma: number): Float32Array {
  const reach = Math.round(KERNEL_REACH * sigma)
  const kernel = Float32Array.from({ length: reach + 1 }, (_, distance) =>
    Math.exp(-(distance ** 2) / (2 * sigma ** 2)),
  )
  const sum = kernel.reduce((total, weight, distance) => total + (distance > 0 ? 2 : 1) * weight, 0)
  return kernel.map((weight) => weight / sum)
}

/**
 * Blurs the ink (any value but 0) inside a box of the sheet by a Gaussian.
 *
 * @returns the box widened by the kernel's reach on all four sides, as if the sheet went on empty
 */
export function blurInk(
  ink: Uint8Array,
  sheetWidth: number,
  box: Box,
  kernel: Float32Array,
): BlurredPatch {
  const reach = kernel.length - 1
  const boxWidth = box.right - box.left
  const boxHeight = box.bottom - box.top
  const width = boxWidth + 2 * reach
  const height = boxHeight + 2 * reach

  // Ink is sparse, so it is spread from where it is instead of being gathered everywhere.
  const rows = new Float32Array(width * boxHeight)
  for (let y = 0; y < boxHeight; y++) {
    const from = (box.top + y) * sheetWidth + box.left
    const to = y * width + reach
    for (let x = 0; x < boxWidth; x++) {
      if (ink[from + x] === 0) continue
      const centre = to + x
      for (let distance = -reach; distance <= reach; distance++) {
        const at = centre + distance
        rows[at] = (rows[at] ?? 0) + (kernel[Math.abs(distance)] ?? 0)
      }
    }
  }
  const values = new Float32Array(width * height)
  for (let y = 0; y < boxHeight; y++) {
    for (let distance = -reach; distance <= reach; distance++) {
      const weight = kernel[Math.abs(distance)] ?? 0
      const to = (y + reach + distance) * width
      const from = y * width
      for (let x = 0; x < width; x++) {
        values[to + x] = (values[to + x] ?? 0) + weight * (rows[from + x] ?? 0)
      }
    }
  }
  return { values, width, height }
}

/** A box of pixels: `left` and `top` belong to it, `right` and `bottom` do not. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The smallest box around all values of an image that lie above a threshold; null where none does. */
export function boxAbove(
  values: Uint8Array | Float32Array,
  width: number,
  height: number,
  threshold: number,
): Box | null {
  let left = width
  let right = 0
  let top = height
  let bottom = 0
  for (let y = 0; y < height; y++) {
    const row = y * width
    let x = 0
    while (x < width && (values[row + x] ?? 0) <= threshold) x++
    if (x === width) continue
    if (x < left) left = x
    x = width - 1
    while ((values[row + x] ?? 0) <= threshold) x--
    if (x >= right) right = x + 1
    if (top === height) top = y
    bottom = y + 1
  }
  return top === height ? null : { left, top, right, bottom }
}
