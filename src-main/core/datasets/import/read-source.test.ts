import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { madeArchive } from '../../archives/made-archive.test-helper'
import type { Dataset } from '../dataset'
import { readEmnist } from '../emnist'
import { datasetFingerprint } from '../fingerprint'
import { idxBytes } from '../idx-bytes'
import { writeEmnistFolder } from '../make-idx.test-helper'
import { setUpright } from '../upright'
import { csvText } from './made-source.test-helper'
import { readSource, type ReadOptions } from './read-source'

let folder = ''
beforeEach(async () => {
  // On a Mac the folder for what is temporary lies behind a link.
  folder = await realpath(await mkdtemp(join(tmpdir(), 'glyphlab-source-')))
})
afterEach(() => rm(folder, { recursive: true }))

const small = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1 }

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
  return path
}

/** All files of a folder as an archive, within some folder of it. */
async function zipped(from: string, prefix: string): Promise<Buffer> {
  const entries: [string, Buffer][] = []
  for (const name of await readdir(from))
    entries.push([`${prefix}${name}`, await readFile(join(from, name))])
  return madeArchive(Object.fromEntries(entries))
}

const refused = (code: string, problem: string | RegExp) =>
  expect.objectContaining({
    code,
    message: typeof problem === 'string' ? problem : expect.stringMatching(problem),
  })

const beginningWith = (text: string) => new RegExp(`^${text.replaceAll(/[\\.()]/g, '\\$&')}`)

describe("EMNIST's files", () => {
  test.each([
    ['plain in a folder', false, ''],
    ['compressed in a folder', true, ''],
    ['in a zip archive', true, 'archive.zip'],
    ['plain in a zip archive', false, 'archive.zip'],
    ['in a zip archive of another name', true, 'gzip'],
  ])('%s', async (_, gzip, archive) => {
    const made = join(folder, 'emnist')
    await writeEmnistFolder(made, { ...small, gzip })
    const path = archive === '' ? made : await put(archive, await zipped(made, 'gzip/'))
    const { dataset, origin, notes } = await readSource(path)
    expect(datasetFingerprint(dataset)).toBe(datasetFingerprint(await readEmnist(made)))
    expect(dataset.split).toBe('balanced')
    expect(notes).toEqual([])
    if (origin.kind !== 'files') throw new Error('no files')
    expect(origin).toMatchObject({ format: 'emnist', path })
    for (const file of origin.files) {
      const bytes = await readFile(join(made, basename(file.name)))
      expect(file.bytes).toBe(bytes.length)
      expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
    expect(origin.files).toHaveLength(5)
  })

  test('named by one of them', async () => {
    await writeEmnistFolder(folder, small)
    await writeEmnistFolder(folder, { ...small, split: 'letters', classes: 4 })
    const path = join(folder, 'emnist-letters-test-labels-idx1-ubyte.gz')
    const { dataset } = await readSource(path)
    expect(dataset.classes).toHaveLength(4)
  })

  test('with a mapping above them, or that of EMNIST itself', async () => {
    const inner = join(folder, 'emnist', 'source_files')
    await writeEmnistFolder(inner, small)
    const mapping = join(inner, 'emnist-balanced-mapping.txt')
    await put('emnist/emnist-balanced-mapping.txt', '0 88\n1 89\n2 90\n')
    await rm(mapping)
    const { dataset } = await readSource(join(folder, 'emnist'))
    expect(dataset.classes.map(({ character }) => character)).toEqual(['X', 'Y', 'Z'])
    await rm(join(folder, 'emnist', 'emnist-balanced-mapping.txt'))
    const official = await readSource(join(folder, 'emnist'))
    expect(official.dataset.classes).toHaveLength(47)
    expect(official.notes).toEqual(["no mapping file: took the classes of EMNIST's balanced"])
  })

  test('of several splits need to be told which', async () => {
    const made = join(folder, 'emnist')
    await writeEmnistFolder(made, small)
    await writeEmnistFolder(made, { ...small, split: 'by-class', classes: 4 })
    const path = await put('a.zip', await zipped(made, ''))
    await expect(readSource(path)).rejects.toMatchObject({
      code: 'dataset-missing',
      message: `${path} holds several splits: balanced, by-class`,
      hint: 'Name the one to take by --split.',
    })
    expect((await readSource(path, { split: 'by-class' })).dataset.classes).toHaveLength(4)
    await expect(readSource(path, { split: 'letters' })).rejects.toEqual(
      refused('dataset-missing', `${path} holds no split letters; it has balanced, by-class`),
    )
  })

  test.each([
    ['emnist-balanced-test-labels-idx1-ubyte.gz', 'emnist-balanced-test-labels-idx1-ubyte[.gz]'],
    ['emnist-balanced-train-images-idx3-ubyte.gz', 'emnist-balanced-train-images-idx3-ubyte[.gz]'],
  ])('without %s are refused', async (name, shown) => {
    await writeEmnistFolder(folder, small)
    await rm(join(folder, name))
    await expect(readSource(folder)).rejects.toEqual(
      refused('dataset-missing', `${folder} lacks ${shown}`),
    )
  })

  test('twice the same split is refused', async () => {
    await writeEmnistFolder(join(folder, 'a'), small)
    await writeEmnistFolder(join(folder, 'b'), small)
    await expect(readSource(folder)).rejects.toEqual(
      refused('dataset-missing', `${folder} holds balanced more than once: in a and b`),
    )
  })

  test('damaged within an archive are named', async () => {
    const made = join(folder, 'emnist')
    await writeEmnistFolder(made, { ...small, gzip: false })
    const name = 'emnist-balanced-test-labels-idx1-ubyte'
    await writeFile(join(made, name), idxBytes('labels', [6], Uint8Array.of(0, 1, 2, 0, 99, 1)))
    const path = await put('a.zip', await zipped(made, 'in/'))
    await expect(readSource(path)).rejects.toEqual(
      refused('dataset-invalid', beginningWith(`${path}, in/${name}: label 99 at position 4 `)),
    )
  })
})

/** The parts of a made data set under MNIST's names. */
async function writeMnist(to: string, joint = '-', gzip = true): Promise<Dataset> {
  const made = join(folder, 'made')
  await writeEmnistFolder(made, { ...small, classes: 10, gzip: false })
  const dataset = await readEmnist(made)
  await mkdir(to, { recursive: true })
  const { trainCount, images, labels } = dataset
  for (const [part, start, end] of [
    ['train', 0, trainCount],
    ['t10k', trainCount, labels.length],
  ] as const) {
    const write = (name: string, bytes: Buffer) =>
      writeFile(
        join(to, `${part}-${name}-ubyte${gzip ? '.gz' : ''}`),
        gzip ? gzipSync(bytes) : bytes,
      )
    const shape = [end - start, 28, 28]
    const own = images.subarray(784 * start, 784 * end)
    await write(`images${joint}idx3`, idxBytes('images', shape, own))
    const marks = Uint8Array.from(labels.subarray(start, end))
    await write(`labels${joint}idx1`, idxBytes('labels', [end - start], marks))
  }
  return dataset
}

describe("MNIST's files", () => {
  test.each([
    ['with a hyphen, compressed', '-', true],
    ['with a dot, as some programs unpack them', '.', false],
  ])('stand upright: %s', async (_, joint, gzip) => {
    const dataset = await writeMnist(join(folder, 'digits'), joint, gzip)
    const read = await readSource(join(folder, 'digits'))
    expect(datasetFingerprint(read.dataset)).toBe(datasetFingerprint(dataset))
    expect(read).toMatchObject({ dataset: { split: 'mnist' }, origin: { format: 'mnist' } })
  })

  test.each([
    ['Fashion-MNIST', 'fashion-mnist', 'T-shirt/top', 'Ankle boot'],
    ['FashionMNIST/raw', 'fashion-mnist', 'T-shirt/top', 'Ankle boot'],
    ['kmnist', 'kmnist', 'お', 'を'],
  ])('in %s have its classes', async (name, split, first, last) => {
    await writeMnist(join(folder, name))
    const { dataset, notes } = await readSource(join(folder, name.split('/')[0] ?? ''))
    expect(dataset.split).toBe(split)
    expect(dataset.classes.map(({ character }) => character).at(0)).toBe(first)
    expect(dataset.classes.map(({ character }) => character).at(-1)).toBe(last)
    expect(notes[0]).toMatch(/^took the classes of .+, after the name; --mapping names others$/)
  })

  test.each([
    ['a name a line', 'zero\r\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n', 'zero'],
    ["EMNIST's format", [...'abcdefghij'].map((c, i) => `${i} ${c.charCodeAt(0)}`).join('\n'), 'a'],
  ])('take a mapping: %s', async (_, text, first) => {
    await writeMnist(join(folder, 'kmnist'))
    const mapping = await put('names.txt', text)
    const { dataset } = await readSource(join(folder, 'kmnist'), { mapping })
    expect(dataset.classes[0]).toMatchObject({ label: 0, character: first })
    expect(dataset.classes).toHaveLength(10)
  })

  test.each<[string, string, RegExp]>([
    ['nothing', '', /names\.txt: expected at least 2 classes, found 0$/],
    ['one class', 'a\n', /names\.txt: expected at least 2 classes, found 1$/],
    ['an empty line', 'a\n\nb\n', /names\.txt, line 2: is empty; expected the name of a class$/],
    ['a class twice', 'a\nb\na\n', /names\.txt, line 3: the class a is already in line 1$/],
    [
      'a control character',
      'a\n\u0007\n',
      /names\.txt, line 2: "\\u0007" has control characters, or is no Unicode$/,
    ],
    [
      'a long name',
      `a\n${'x'.repeat(65)}\n`,
      /names\.txt, line 2: "x{40}"… is longer than 64 characters$/,
    ],
    [
      'too many classes',
      Array.from({ length: 257 }, (_, index) => `name ${index}`).join('\n'),
      /names\.txt: 257 classes, expected at most 256$/,
    ],
    ['a broken code', '0 48\n1\n', /names\.txt, line 2: expected a label/],
    [
      'too few classes',
      'a\nb\n',
      /labels-idx1-ubyte\.gz: label \d at position \d+ .+ not in the mapping, whose 2 labels/,
    ],
  ])('refuse a mapping with %s', async (_, text, message) => {
    await writeMnist(join(folder, 'digits'))
    const mapping = await put('names.txt', text)
    await expect(readSource(join(folder, 'digits'), { mapping })).rejects.toEqual(
      refused('dataset-invalid', message),
    )
  })

  test('with labels above 9 ask for their names', async () => {
    const to = join(folder, 'letters')
    await writeMnist(to, '-', false)
    await writeFile(
      join(to, 't10k-labels-idx1-ubyte'),
      idxBytes('labels', [20], new Uint8Array(20).fill(25)),
    )
    await expect(readSource(to)).rejects.toMatchObject({
      code: 'dataset-missing',
      message: `${to} holds labels above 9 and does not say what they stand for`,
      hint: expect.stringContaining('--mapping'),
    })
  })
})

/** Writes both parts of a folder of EMNIST's files as Kaggle's CSV files; answers their names. */
async function writeCsv(from: string, to: string, name: string, isTransposed: boolean) {
  const { images, labels, trainCount, classes } = await readEmnist(from)
  const stored = images.slice()
  if (isTransposed) setUpright(stored, 0, labels.length)
  const marks = Uint8Array.from(labels, (index) => classes[index]?.label ?? 0)
  await mkdir(to, { recursive: true })
  for (const [part, start, end] of [
    ['train', 0, trainCount],
    ['test', trainCount, labels.length],
  ] as const)
    await writeFile(
      join(to, `${name}${part}.csv`),
      csvText(marks.subarray(start, end), stored.subarray(784 * start, 784 * end)),
    )
}

describe('CSV files', () => {
  test.each([
    ["Kaggle's EMNIST", 'emnist-balanced-', true],
    ["Kaggle's MNIST", 'mnist_', false],
    ['a relative of it', 'sign-mnist-', false],
  ])('of %s hold what the idx files do', async (_, name, isTransposed) => {
    const made = join(folder, 'made')
    await writeEmnistFolder(made, { ...small, classes: 10 })
    await writeCsv(made, join(folder, 'csv'), name, isTransposed)
    const mapping = join(made, 'emnist-balanced-mapping.txt')
    const fingerprint = datasetFingerprint(await readEmnist(made))
    const read = await readSource(join(folder, 'csv'), { mapping })
    expect(datasetFingerprint(read.dataset)).toBe(fingerprint)
    expect(read.origin).toMatchObject({ kind: 'files', format: 'csv', files: [{}, {}] })
    const archive = await put('archive.zip', await zipped(join(folder, 'csv'), ''))
    const packed = await readSource(archive, { mapping })
    expect(datasetFingerprint(packed.dataset)).toBe(fingerprint)
    const one = await readSource(join(folder, 'csv', `${name}test.csv`), { mapping })
    expect(datasetFingerprint(one.dataset)).toBe(fingerprint)
  })

  test('a label outside the mapping is told by its line', async () => {
    await writeEmnistFolder(join(folder, 'made'), small)
    await writeCsv(join(folder, 'made'), join(folder, 'csv'), 'emnist-digits-', true)
    const path = join(folder, 'csv', 'emnist-digits-test.csv')
    const [first, second, ...rest] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, ['label,pixel', first, second?.replace(/^\d+/, '77'), ...rest].join('\n'))
    await expect(readSource(path)).rejects.toEqual(
      refused(
        'dataset-invalid',
        `${path}, line 3: label 77 is not in the mapping, whose 10 labels run from 0 to 9`,
      ),
    )
  })

  test('a fault in an archive names archive, file and line', async () => {
    const path = await put(
      'archive.zip',
      await madeArchive({ 'in/mnist_train.csv': '1,2\n', 'in/mnist_test.csv': '1,2\n' }),
    )
    await expect(readSource(path)).rejects.toEqual(
      refused(
        'dataset-invalid',
        beginningWith(`${path}, in/mnist_train.csv, line 1: expected 785`),
      ),
    )
  })

  test.each([
    ['a header alone', 'label,pixel1\n', /mnist_train\.csv: holds no images$/],
    ['nothing', '', /mnist_train\.csv: is empty$/],
  ])('%s is refused', async (_, text, message) => {
    await put('mnist_train.csv', text)
    await put('mnist_test.csv', text)
    await expect(readSource(folder)).rejects.toEqual(refused('dataset-invalid', message))
  })

  test('one without the other is refused', async () => {
    await put('mnist_train.csv', '')
    await expect(readSource(folder)).rejects.toEqual(
      refused('dataset-missing', `${folder} lacks mnist_test.csv`),
    )
  })
})

describe('what is known in no way', () => {
  test('says what was looked for and what was found', async () => {
    for (const name of ['a.npz', 'b.mat', 'c.txt', 'd/e.bin', 'd/f.bin']) await put(name, 'x')
    await expect(readSource(folder)).rejects.toMatchObject({
      code: 'dataset-missing',
      message:
        `${folder} holds no data set that Glyphlab knows; ` +
        'found: a.npz, b.mat, c.txt, d/e.bin and 1 more',
      hint: expect.stringMatching(
        /^Looked for EMNIST's idx files .+ pictures in a folder a class\.$/,
      ),
    })
  })

  test('an empty folder', async () => {
    await expect(readSource(folder)).rejects.toEqual(
      refused('dataset-missing', /holds no data set that Glyphlab knows; found: nothing$/),
    )
  })

  test('a file that is no archive, called one', async () => {
    const path = await put('a.zip', 'hello')
    await expect(readSource(path)).rejects.toEqual(
      refused('archive-invalid', /a\.zip: is no whole zip archive; it is text/),
    )
  })

  test('nothing of that name', async () => {
    const path = join(folder, 'nowhere')
    await expect(readSource(path)).rejects.toEqual(
      refused('dataset-missing', `there is no file or folder ${path}`),
    )
  })
})

test.each<[ReadOptions, RegExp]>([
  [{ testShare: 0.2 }, /^--test-share has no meaning here: it is for pictures, and these are/],
  [{ seed: 2 }, /^--seed has no meaning here/],
  [{ skipBroken: true }, /^--skip-broken has no meaning here/],
])('data files take no %j', async (options, message) => {
  await writeEmnistFolder(folder, small)
  await expect(readSource(folder, options)).rejects.toEqual(refused('usage', message))
})

test('images that are in both parts are told of', async () => {
  await writeEmnistFolder(folder, { ...small, gzip: false })
  const path = (part: string) => join(folder, `emnist-balanced-${part}-images-idx3-ubyte`)
  const [train, tested] = [await readFile(path('train')), await readFile(path('test'))]
  train.copy(tested, 16, 16, 16 + 2 * 784)
  await writeFile(path('test'), tested)
  expect((await readSource(folder)).notes).toEqual([
    '2 of 6 test images are in the training part as well',
  ])
})

test('an abort ends the reading with its reason', async () => {
  await writeEmnistFolder(join(folder, 'made'), { ...small, trainPerClass: 400 })
  await writeCsv(join(folder, 'made'), join(folder, 'csv'), 'emnist-balanced-', true)
  for (const source of ['made', 'csv']) {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const reading = readSource(join(folder, source), {
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        expect(done).toBeLessThanOrEqual(total)
        controller.abort(reason)
      },
    })
    await expect(reading).rejects.toBe(reason)
  }
})
