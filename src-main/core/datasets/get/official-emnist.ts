import { EMNIST_SPLITS, type EmnistSplit } from '../../../../src-preload/contract/shelf'
import type { FileContent } from '../../files/file-content'

/** What a split is called in the data home where nothing else is asked for: as NIST, and as Kaggle has it. */
export function emnistName<Split extends string>(split: Split): `emnist-${Split}` {
  return `emnist-${split}`
}
export function kaggleName(split: EmnistSplit): string {
  return `kaggle-${emnistName(split)}`
}

/** A file as it was published. */
export interface PublishedFile extends FileContent {
  readonly name: string
}

/** What a split of EMNIST consists of: all that a download is held against. */
export interface PublishedSplit {
  readonly split: string
  /** Images and labels of both parts, gzip. */
  readonly files: readonly PublishedFile[]
  /** What `emnist-<split>-mapping.txt` holds. */
  readonly mapping: string
  readonly trainCount: number
  readonly testCount: number
}

/**
 * A split of EMNIST as NIST publishes it.
 *
 * @see https://www.nist.gov/itl/products-and-services/emnist-dataset the archive, and its description
 * @see https://arxiv.org/abs/1702.05373 Cohen, Afshar, Tapson, van Schaik: EMNIST, an extension of MNIST to
 *   handwritten letters. Its table gives Letters 88,800 and 14,800 images; the published files hold 124,800
 *   and 20,800.
 */
export function officialEmnist(split: EmnistSplit): PublishedSplit {
  const [trainCount, testCount] = IMAGE_COUNTS[split]
  const { trainImages, trainLabels, testImages, testLabels } = FILES[split]
  const file = (part: string, [bytes, sha256]: BytesAndHash): PublishedFile => ({
    name: `emnist-${split}-${part}-ubyte.gz`,
    bytes,
    sha256,
  })
  return {
    split,
    files: [
      file('train-images-idx3', trainImages),
      file('train-labels-idx1', trainLabels),
      file('test-images-idx3', testImages),
      file('test-labels-idx1', testLabels),
    ],
    mapping: mappingText(split),
    trainCount,
    testCount,
  }
}

/** The file of this name as it was published; undefined where none was. */
export function publishedFile(name: string): PublishedFile | undefined {
  return EMNIST_SPLITS.flatMap((split) => officialEmnist(split).files).find(
    (file) => file.name === name,
  )
}

/** Of the training and the test part. */
const IMAGE_COUNTS: Readonly<Record<EmnistSplit, readonly [train: number, test: number]>> = {
  balanced: [112_800, 18_800],
  byclass: [697_932, 116_323],
  bymerge: [697_932, 116_323],
  letters: [124_800, 20_800],
  digits: [240_000, 40_000],
  mnist: [60_000, 10_000],
}

const DIGITS = '0123456789'
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Lower-case letters whose shape is not that of the capital. */
const MERGED = `${DIGITS}${CAPITALS}abdefghnqrt`

/** The characters of each label, in order, by the description of the data set. */
const CHARACTERS: Readonly<Record<EmnistSplit, string>> = {
  balanced: MERGED,
  byclass: `${DIGITS}${CAPITALS}${CAPITALS.toLowerCase()}`,
  bymerge: MERGED,
  letters: CAPITALS,
  digits: DIGITS,
  mnist: DIGITS,
}

/** As published: a line a class, its label and the codes of its characters. Letters begin at 1, in both cases. */
function mappingText(split: EmnistSplit): string {
  const lines = [...CHARACTERS[split]].map((character, index) =>
    split === 'letters'
      ? `${index + 1} ${character.charCodeAt(0)} ${character.toLowerCase().charCodeAt(0)}`
      : `${index} ${character.charCodeAt(0)}`,
  )
  return `${lines.join('\r\n')}\r\n`
}

type BytesAndHash = readonly [bytes: number, sha256: string]

interface FilesOfSplit {
  readonly trainImages: BytesAndHash
  readonly trainLabels: BytesAndHash
  readonly testImages: BytesAndHash
  readonly testLabels: BytesAndHash
}

/** Bytes and SHA-256 of the members of `gzip.zip`, taken from the archive itself. */
const FILES: Readonly<Record<EmnistSplit, FilesOfSplit>> = {
  balanced: {
    trainImages: [28_207_740, '74295e75e4e9fa2c102147460ee7eb763653d5132d883a84fb88932bfb8d2db4'],
    trainLabels: [80_618, 'b46d41e5156a0a8aaaa4d18979fdd1588850fa8571018acffd5d93b325a7d6ed'],
    testImages: [4_714_707, '117fc12b015e37ea98bfb2cbba3f77c3782c056cdbd219b87abfc8661d7135db'],
    testLabels: [13_504, 'a67cac948379b67270b9a4d0a01c8ec661598accf2f2b1964340b7c83cb175cd'],
  },
  byclass: {
    trainImages: [173_367_313, '9e21987f03a6eb8b870187e785883ddad96947299587908f1a7ec2ca0f4be5f0'],
    trainLabels: [491_603, 'f7ef403d48dc18a89dae0d83d11ee69cecb6e1c12c3a961d03712e495c02a8fa'],
    testImages: [28_908_322, '5ec835bd5d5b1a66378a132e727fef20fe994b3cc666899befcca5ac766f50cd'],
    testLabels: [81_839, '501e305eeeacb093b162592d80e8a2632040872360fa6d85cfcb2200d91ca92a'],
  },
  bymerge: {
    trainImages: [173_375_281, '39bf8c68037dad40db35348895f7e4e056e8c0a005ab78869c9fbc2c96e947be'],
    trainLabels: [476_444, '2c47293b9e62d6abf6ad05fbf67e40baa32adfd380b8d7b44dcc35534b64e1f1'],
    testImages: [28_905_295, '5e5815ec1b522089134435f7c55e75a00960b58414793593ffff23efc0821683'],
    testLabels: [79_351, '8bda1516255683ba9071e141947ca0c91a911176065cdd6259b0b4d8dc5b5f35'],
  },
  letters: {
    trainImages: [30_804_864, '6288f418a917e007bf5fddb823a2dc7a5c6a35031401b93292a539cb12bd881f'],
    trainLabels: [79_283, '9759af91ea6bccdf07a6040fd085861f2ec88e37f7c3f5760f6feb57106fbe5c'],
    testImages: [5_039_157, '50f0e93d75b99b463e9760b8345866f22587fa2c2fba472730a5ba09c693412d'],
    testLabels: [144, '924955c31fe7fd809b7303b5c0141282955f4b8390c74cdfd5d80435e0f4b4cb'],
  },
  digits: {
    trainImages: [59_515_779, 'f7c95004d14d81af89522e67d8f0c781dfb3bd544181c81bfe1eb6b41c35b726'],
    trainLabels: [113_859, '6638a6ff5fe2eefd9cca2471995b46c82986b8e4b2a70d2f5ce8e05d7edb319e'],
    testImages: [9_908_519, '20ebe43509264f7639d37c835a3f0b009e90b29e00a099a03101abe1644a3f63'],
    testLabels: [19_960, 'bad1834c45d5988e270b99d43b13edc3fd898f658ffbc2caf2846ef27f7b05b0'],
  },
  mnist: {
    trainImages: [14_873_795, '5f9942f441031c0f1f2e4d162059fd6e19ea808b34c328b6d16cab0ed24c78f2'],
    trainLabels: [29_480, '00c6d3c2342fdffb1711e0b5656cac4ce5862d2826399d383a9bac07d612e9f8'],
    testImages: [2_484_884, 'b25640fa9e356c618132f5df347c95ef5bae6d9c2596be1de40f7e0ae1c3eac6'],
    testLabels: [5144, 'bcc5385d38f083dba046f5f756e99b32f5ea7fad122c6243c71c2239873065ca'],
  },
}
