import type { Measurement } from '../../../../src-preload/contract/measurement'
import type { ShelfKey } from '../../../stores/shelf'

/** The data set that the images of a measurement are of, as Data knows it; null where none was kept. */
export function sourceOf({
  run,
  evaluation,
  predictions,
}: Pick<Measurement, 'run' | 'evaluation' | 'predictions'>): ShelfKey | null {
  if (predictions.kind !== 'kept') return null
  const { source } = predictions
  // A folder with one split is listed without its name: the run knows how its own was asked for.
  return { source, split: run?.dataset === source ? run.split : evaluation.dataset.split }
}
