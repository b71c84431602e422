import type { DatasetOrigin } from '../about'
import type { Dataset } from '../dataset'

/** What a source holds. */
export interface SourceContent {
  readonly dataset: Omit<Dataset, 'name'>
  readonly origin: DatasetOrigin
  /** What a user should know of it, a line each. */
  readonly notes: readonly string[]
}
