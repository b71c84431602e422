import type { DatasetOrigin } from './about'
import { publishedFile } from './get/official-emnist'

/** Images and labels of both parts. */
const DATA_FILES = 4

/** Whether a data set was made of the very files that EMNIST publishes, fetched or imported. */
export function isOfficialOrigin(origin: DatasetOrigin): boolean {
  switch (origin.kind) {
    case 'emnist':
      return true
    case 'files': {
      const official = origin.files.filter(({ name, sha256 }) => {
        const lastPart = name.slice(name.lastIndexOf('/') + 1)
        return publishedFile(lastPart)?.sha256 === sha256
      })
      return official.length === DATA_FILES
    }
    case 'strokes':
    case 'legibility':
    case 'kaggle':
    case 'images':
    case 'sketches':
      return false
  }
}
