import type { DatasetOrigin } from './about'
import { isOfficialOrigin } from './official-origin'
import { grouped } from '../number-text'

/** Where a data set comes from, in a few words. */
export function originText(origin: DatasetOrigin): string {
  switch (origin.kind) {
    case 'strokes':
      return `pen strokes, seed ${origin.seed}`
    case 'legibility':
      return `characters of ${origin.from} and doodles, seed ${origin.seed}`
    case 'emnist':
      return 'EMNIST, official files'
    case 'kaggle':
      return `Kaggle, ${origin.dataset}`
    case 'files':
      return isOfficialOrigin(origin)
        ? `EMNIST, official files imported from ${origin.path}`
        : `imported from ${origin.path}`
    case 'images':
      return `${grouped(origin.pictures)} pictures imported from ${origin.path}`
    case 'sketches':
      return 'your own sketches'
  }
}
