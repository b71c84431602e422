import type { Turn } from './run-rounds'
import { median } from './statistics'

/**
 * Time of a whole epoch over the time of as many bare steps and the evaluation of as many images.
 *
 * @param turn answers to the plan of `epoch`: steps, an evaluation of `images` images, an epoch
 */
export function epochOverhead([steps, evaluation, epoch]: Turn, images: number): number {
  if (!steps || !evaluation || epoch?.steps === undefined || epoch.evaluatedImages === undefined) {
    throw new Error('an epoch must say how many steps it took and how many images it evaluated')
  }
  const stepsMs = epoch.steps * median(steps.ms)
  const evaluationMs = (epoch.evaluatedImages / images) * median(evaluation.ms)
  return median(epoch.ms) / (stepsMs + evaluationMs)
}
