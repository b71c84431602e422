import type { DatasetOrigin } from '../about'
import type { Dataset } from '../dataset'

/** What a source holds. */
export interface SourceContent {
  readonly dataset: Omit<Dataset, 'name'>
  readonly origin: DatasetOrigin
  /** Of which picture each image was made, by its name in the source; null where images were images. */
  readonly pictures: readonly string[] | null
  /** What a user should know of it, a line each. */
  readonly notes: readonly string[]
}
