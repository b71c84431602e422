import type { DatasetOrigin, DatasetTerms } from './about'

const COHEN_2017 =
  'G. Cohen, S. Afshar, J. Tapson and A. van Schaik, "EMNIST: an extension of MNIST to handwritten letters", arXiv:1702.05373, 2017'
const NIST_19 = 'NIST Special Database 19'

/** Licence and citation of what comes from a known place; what a user brings is the user's to know. */
export function knownTerms(origin: DatasetOrigin): DatasetTerms {
  switch (origin.kind) {
    case 'strokes':
      return { licence: 'CC0: drawn by Glyphlab', citation: null }
    case 'emnist':
      return {
        licence: `${NIST_19}: a work of the United States government, in the public domain there`,
        citation: COHEN_2017,
      }
    case 'kaggle':
      return { licence: 'CC0, as its Kaggle page says', citation: COHEN_2017 }
    case 'files':
      return { licence: null, citation: origin.format === 'emnist' ? COHEN_2017 : null }
    case 'images':
      return { licence: null, citation: null }
  }
}
