import type { DatasetOrigin, DatasetTerms } from './about'
import { isOfficialOrigin } from './official-origin'

const COHEN_2017 =
  'G. Cohen, S. Afshar, J. Tapson and A. van Schaik, "EMNIST: an extension of MNIST to handwritten letters", arXiv:1702.05373, 2017'
const NIST_19 = 'NIST Special Database 19'

const EMNIST_TERMS: DatasetTerms = {
  licence: `${NIST_19}: a work of the United States government, in the public domain there`,
  citation: COHEN_2017,
}

/** Licence and citation of what comes from a known place; what a user brings is the user's to know. */
export function knownTerms(origin: DatasetOrigin): DatasetTerms {
  switch (origin.kind) {
    case 'strokes':
      return { licence: 'CC0: drawn by Glyphlab', citation: null }
    case 'emnist':
      return EMNIST_TERMS
    case 'kaggle':
      return { licence: 'CC0, as its Kaggle page says', citation: COHEN_2017 }
    case 'files':
      return isOfficialOrigin(origin)
        ? EMNIST_TERMS
        : { licence: null, citation: isOfEmnist(origin) ? COHEN_2017 : null }
    case 'images':
    case 'legibility':
    case 'sketches':
      return { licence: null, citation: null }
  }
}

function isOfEmnist({ files }: Extract<DatasetOrigin, { kind: 'files' }>): boolean {
  return files.some(({ name }) => /^(?:.*\/)?emnist-/.test(name))
}
