import type { KeptDataset } from '../../core/datasets/kept-dataset'

/** What answering takes besides the question: what the process keeps between questions. */
export interface DataServiceContext {
  /** Aborted when nobody wants the answer any longer. */
  readonly signal: AbortSignal
  readonly datasets: KeptDataset
}
