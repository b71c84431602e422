import { GlyphlabError } from '../../errors'
import { IMAGE_SIDE, PIXELS_PER_IMAGE, type Dataset } from '../dataset'
import { requireFewImages } from '../idx-parts'
import {
  decodePictures,
  type DecodedClass,
  type DecodedPart,
  type PictureDecoding,
} from './decode-pictures'
import type { FileSource } from './file-source'
import { namedClasses } from './known-classes'
import { listedNames } from './listed-names'
import { partPictures, sameImages, type PartedPictures } from './part-pictures'
import { FOLDERS_HINT, pictureFolders } from './picture-folders'
import type { SourceContent } from './source-content'
import { invalidSource } from './source-file'

export interface PictureOptions {
  /** Share of the pictures that become the test part, where no folders say which. */
  readonly testShare: number
  readonly seed: number
  /** Whether broken pictures are left out instead of refused. */
  readonly skipBroken: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((filesDone: number, filesTotal: number) => void) | undefined
}

/** A class with its pictures in both parts. */
interface PartedClass extends PartedPictures {
  readonly className: string
}

/**
 * Reads pictures, a folder a class, as a data set of images of 28 x 28 made by EMNIST's recipe. Labels
 * follow the classes in code point order.
 *
 * @throws GlyphlabError `dataset-invalid` naming the folder, or `image-invalid` naming the first broken
 *   pictures; the signal's reason when aborted
 */
export async function readPictures(
  source: FileSource,
  { testShare, seed, skipBroken, signal, onProgress }: PictureOptions,
): Promise<SourceContent> {
  const { path } = source
  const layout = pictureFolders(source)
  requireFewImages(source.files.length, path)
  const decoding = await decodePictures(layout, signal, onProgress)
  const { parts, otherFiles, broken } = decoding
  if (broken.length > 0 && !skipBroken) throw brokenPictures(path, broken)
  const [first, test] = parts
  if (first === undefined) throw invalidSource(path, 'has no pictures', { hint: FOLDERS_HINT })
  const isParted = test !== undefined
  const classes = isParted ? givenParts(path, first, test) : madeParts(path, first, testShare, seed)
  const dataset = assemble(classes)
  return {
    dataset,
    pictures: inOrder(classes)
      .flat(2)
      .map(({ name }) => name),
    origin: {
      ...{ kind: 'images', path, pictures: dataset.labels.length },
      leftOut: otherFiles.length + broken.length,
      split: isParted ? null : { testShare, seed },
    },
    notes: [...notesOf(decoding), ...untestedNotes(classes)],
  }
}

function madeParts(
  path: string,
  { classes }: DecodedPart,
  testShare: number,
  seed: number,
): readonly PartedClass[] {
  for (const { folder, pictures } of classes) {
    if (pictures.length === 0)
      throw invalidSource(`${path}, ${folder}`, 'holds no pictures', {
        hint: FOLDERS_HINT,
      })
    if (sameImages(pictures).length < 2)
      throw invalidSource(
        `${path}, ${folder}`,
        `${pictures.length === 1 ? 'holds one picture' : `all ${pictures.length} pictures are the same`}; ` +
          'two are needed, one to train on and one to test',
        { hint: 'Add pictures of this class, or remove its folder.' },
      )
  }
  const parted = partPictures(
    classes.map(({ pictures }) => pictures),
    testShare,
    seed,
  )
  return classes.map(({ className }, index) => ({
    className,
    train: parted[index]?.train ?? [],
    test: parted[index]?.test ?? [],
  }))
}

function givenParts(path: string, train: DecodedPart, test: DecodedPart): readonly PartedClass[] {
  const empty = [...train.classes, ...test.classes].find(({ pictures }) => pictures.length === 0)
  if (empty !== undefined)
    throw invalidSource(`${path}, ${empty.folder}`, 'holds no pictures', {
      hint: FOLDERS_HINT,
    })
  const named = (classes: readonly DecodedClass[], name: string) =>
    classes.find(({ className }) => className === name)
  const untaught = test.classes.find(({ className }) => !named(train.classes, className))
  if (untaught !== undefined)
    throw invalidSource(
      `${path}, ${untaught.folder}`,
      'a class to test that has no pictures to train on',
      { hint: 'Add pictures of this class to the training part, or remove its folder.' },
    )
  return train.classes.map(({ className, pictures }) => ({
    className,
    train: pictures,
    test: named(test.classes, className)?.pictures ?? [],
  }))
}

/** The training part first; in both the classes follow each other. */
function inOrder(classes: readonly PartedClass[]) {
  return [classes.map(({ train }) => train), classes.map(({ test }) => test)]
}

function assemble(classes: readonly PartedClass[]): Omit<Dataset, 'name'> {
  const parts = inOrder(classes)
  const [trainCount = 0, testCount = 0] = parts.map((part) => part.flat().length)
  const images = new Uint8Array((trainCount + testCount) * PIXELS_PER_IMAGE)
  const labels = new Int32Array(trainCount + testCount)
  let index = 0
  for (const part of parts)
    part.forEach((pictures, label) => {
      for (const { image } of pictures) {
        images.set(image, index * PIXELS_PER_IMAGE)
        labels[index] = label
        index += 1
      }
    })
  return {
    split: 'images',
    classes: namedClasses(classes.map(({ className }) => className)),
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    images,
    labels,
    trainCount,
    testCount,
  }
}

function brokenPictures(path: string, broken: readonly string[]): GlyphlabError {
  const count = broken.length === 1 ? 'a picture' : `${broken.length} pictures`
  return new GlyphlabError(
    'image-invalid',
    `${path}: ${count} cannot be read: ${listedNames(broken)}`,
    'Mend or remove them, or leave them out by --skip-broken.',
  )
}

function notesOf({ otherFiles, broken }: PictureDecoding): string[] {
  return [
    ...(otherFiles.length > 0
      ? [
          `left out ${counted(otherFiles.length, 'file that is no picture', 'files that are no pictures')}: ${listedNames(otherFiles)}`,
        ]
      : []),
    ...(broken.length > 0
      ? [
          `left out ${counted(broken.length, 'broken picture', 'broken pictures')}: ${listedNames(broken)}`,
        ]
      : []),
  ]
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function untestedNotes(classes: readonly PartedClass[]): string[] {
  const untested = classes.filter(({ test }) => test.length === 0)
  return untested.length > 0
    ? [`no pictures to test of: ${listedNames(untested.map(({ className }) => className))}`]
    : []
}
