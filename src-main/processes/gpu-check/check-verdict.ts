import type { GpuCheckCase, GpuCheckReport } from '../../../src-preload/contract/gpu-check'

/** What the cases of a card come to. bfloat16 that a card does not have is no failure of it. */
export function checkVerdict(
  cases: readonly Pick<GpuCheckCase, 'precision' | 'comparison'>[],
): Exclude<GpuCheckReport['verdict'], 'no-card'> {
  const needed = cases.filter(({ precision }) => precision === 'float32')
  if (needed.some(({ comparison }) => comparison === null)) return 'failed'
  return cases.every(({ comparison }) => comparison?.isWithin !== false) ? 'works' : 'differs'
}
