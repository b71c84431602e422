import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PIXELS_PER_IMAGE } from './dataset'
import { readEmnist } from './emnist'
import { idxBytes } from './idx-bytes'
import { writeEmnistFolder } from './make-idx.test-helper'
import { setUpright } from './upright'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-emnist-'))
})
afterEach(() => rm(folder, { recursive: true }))

const small = { classes: 3, trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false }

/** Replaces one file of the made folder. */
const replace = (name: string, bytes: string | Uint8Array): Promise<void> =>
  writeFile(join(folder, `emnist-balanced-${name}`), bytes)

const refused = (code: string, problem: string | RegExp): object =>
  expect.objectContaining({
    code,
    message: typeof problem === 'string' ? problem : expect.stringMatching(problem),
  })

describe('a sound folder', () => {
  test('holds training part, test part and classes', async () => {
    await writeEmnistFolder(folder, { ...small, gzip: true })
    const dataset = await readEmnist(`${folder}/`)
    expect(dataset.name).toBe(basename(folder))
    expect(dataset).toMatchObject({ split: 'balanced', trainCount: 12, testCount: 6 })
    expect(dataset.classes.map(({ character }) => character)).toEqual(['0', '1', '2'])
    expect(dataset.images.length).toBe(18 * PIXELS_PER_IMAGE)
    expect([...dataset.labels.subarray(0, 12)].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    expect([...dataset.labels.subarray(12)].sort()).toEqual([0, 0, 1, 1, 2, 2])
  })

  test('reads as what was written, upright, compressed or not', async () => {
    const made = fc.record({
      train: fc.integer({ min: 1, max: 9 }),
      test: fc.integer({ min: 0, max: 9 }),
      pixels: fc.infiniteStream(fc.nat({ max: 255 })),
      labels: fc.infiniteStream(fc.integer({ min: 1, max: 3 })),
      gzip: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(made, async ({ train, test: tested, pixels, labels, gzip }) => {
        const inner = await mkdtemp(join(folder, 'letters-'))
        const images = Uint8Array.from(pixels.take((train + tested) * PIXELS_PER_IMAGE))
        const marks = Uint8Array.from(labels.take(train + tested))
        const write = async (name: string, bytes: Buffer): Promise<void> =>
          writeFile(
            join(inner, `emnist-letters-${name}-ubyte${gzip ? '.gz' : ''}`),
            gzip ? gzipSync(bytes, { level: 1 }) : bytes,
          )
        await writeFile(join(inner, 'emnist-letters-mapping.txt'), '1 65 97\n2 66 98\n3 67 99\n')
        const parts = [
          ['train', 0, train],
          ['test', train, train + tested],
        ] as const
        for (const [part, start, end] of parts) {
          const stored = images.slice(start * PIXELS_PER_IMAGE, end * PIXELS_PER_IMAGE)
          setUpright(stored, 0, end - start)
          await write(`${part}-images-idx3`, idxBytes('images', [end - start, 28, 28], stored))
          await write(
            `${part}-labels-idx1`,
            idxBytes('labels', [end - start], marks.slice(start, end)),
          )
        }
        const dataset = await readEmnist(inner)
        expect(Buffer.compare(dataset.images, images)).toBe(0)
        expect([...dataset.labels]).toEqual([...marks].map((label) => label - 1))
        expect([dataset.trainCount, dataset.testCount]).toEqual([train, tested])
        expect(new Int32Array(dataset.images.buffer).length * 4).toBe(dataset.images.length)
      }),
      { numRuns: 25 },
    )
  })

  test('that comes in several chunks is upright throughout', async () => {
    await writeEmnistFolder(folder, { ...small, trainPerClass: 400 })
    const stored = await readFile(join(folder, 'emnist-balanced-train-images-idx3-ubyte'))
    const { images } = await readEmnist(folder)
    const expected = Uint8Array.from({ length: 1200 * PIXELS_PER_IMAGE }, (_, at) => {
      const [image, row, column] = [Math.floor(at / 784), Math.floor(at / 28) % 28, at % 28]
      return stored[16 + image * 784 + column * 28 + row] ?? 0
    })
    expect(Buffer.compare(images.subarray(0, expected.length), expected)).toBe(0)
  })

  test('with several splits needs to be told which', async () => {
    await writeEmnistFolder(folder, small)
    await writeEmnistFolder(folder, { ...small, split: 'by-class', classes: 4 })
    await expect(readEmnist(folder)).rejects.toEqual(
      refused('dataset-missing', `${folder} holds several EMNIST splits: balanced, by-class`),
    )
    expect((await readEmnist(folder, { split: 'by-class' })).classes.length).toBe(4)
    await expect(readEmnist(folder, { split: 'letters' })).rejects.toEqual(
      refused(
        'dataset-missing',
        /no images of the EMNIST split letters; it has balanced, by-class$/,
      ),
    )
  })
})

describe('missing files', () => {
  test('a folder that is not there', async () => {
    const path = join(folder, 'nowhere')
    await expect(readEmnist(path)).rejects.toEqual(
      refused('dataset-missing', `there is no folder ${path}`),
    )
  })

  test('a file in place of the folder', async () => {
    const path = join(folder, 'file')
    await writeFile(path, '')
    await expect(readEmnist(path)).rejects.toEqual(
      refused('dataset-missing', `${path} is a file; expected a folder with EMNIST's files`),
    )
  })

  test('an empty folder', async () => {
    await expect(readEmnist(folder)).rejects.toEqual(
      refused(
        'dataset-missing',
        `${folder} holds no file named emnist-<split>-train-images-idx3-ubyte[.gz]`,
      ),
    )
  })

  test('each absent file is named', async () => {
    await writeEmnistFolder(folder, { ...small, gzip: true })
    for (const name of await readdir(folder)) {
      await unlink(join(folder, name))
      const shown = name.replace(/\.gz$/, '[.gz]')
      await expect(readEmnist(folder)).rejects.toEqual(
        refused('dataset-missing', `${folder} lacks ${shown}`),
      )
      await writeEmnistFolder(folder, { ...small, gzip: true })
    }
  })
})

describe('wrong content', () => {
  beforeEach(() => writeEmnistFolder(folder, small))

  test
    .skipIf(process.platform === 'win32')
    .each(['train-images-idx3-ubyte', 'test-labels-idx1-ubyte', 'mapping.txt'])(
    'a pipe in place of %s is refused, not waited for',
    async (name) => {
      const files = await readdir(folder)
      const file = files.find((other) => other.includes(name)) ?? ''
      await rm(join(folder, file))
      execFileSync('mkfifo', [join(folder, file)])
      await expect(readEmnist(folder)).rejects.toMatchObject({
        code: 'dataset-invalid',
        message: expect.stringMatching(/is no file\)?$/),
      })
    },
  )

  test.each([
    [
      'a label outside the mapping',
      'test-labels-idx1-ubyte',
      idxBytes('labels', [6], Uint8Array.of(0, 1, 2, 0, 99, 1)),
      /test-labels-idx1-ubyte: label 99 at position 4 \(the first is 0\) is not in the mapping, whose 3 labels run from 0 to 2$/,
    ],
    [
      'counts that differ',
      'train-labels-idx1-ubyte',
      idxBytes('labels', [11], new Uint8Array(11)),
      /train-images-idx3-ubyte: 12 images, but its label file has 11 labels$/,
    ],
    [
      'images of another size',
      'train-images-idx3-ubyte',
      idxBytes('images', [12, 32, 32], new Uint8Array(12 * 32 * 32)),
      /train-images-idx3-ubyte: images of 32x32 pixels, expected 28x28$/,
    ],
    [
      'nothing to train on',
      'train-labels-idx1-ubyte',
      idxBytes('labels', [0], new Uint8Array(0)),
      /train-labels-idx1-ubyte: holds no labels$/,
    ],
    [
      'truncated images',
      'test-images-idx3-ubyte',
      idxBytes('images', [6, 28, 28], new Uint8Array(6 * PIXELS_PER_IMAGE - 1)),
      /test-images-idx3-ubyte: truncated: /,
    ],
    [
      'a broken mapping',
      'mapping.txt',
      '0 48\n1 49\ntwo\n',
      /mapping\.txt, line 3: expected a label/,
    ],
  ] as const)('%s is refused', async (_, name, bytes, message) => {
    await replace(name, bytes)
    await expect(readEmnist(folder)).rejects.toEqual(refused('dataset-invalid', message))
  })

  test('the first of two faults is told', async () => {
    await replace('train-images-idx3-ubyte', Buffer.alloc(40))
    await replace('test-images-idx3-ubyte', Buffer.alloc(40))
    await expect(readEmnist(folder)).rejects.toEqual(
      refused('dataset-invalid', /train-images-idx3-ubyte: wrong magic number 0x00000000/),
    )
  })
})
