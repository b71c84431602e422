import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { encode } from 'fast-png'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import pictures from '../../../../test/fixtures/pictures/pictures.json'
import { madeArchive } from '../../archives/made-archive.test-helper'
import { PNG_SIGNATURE, pngChunk, pngHeader } from '../../images/make-png.test-helper'
import { classCounts } from '../class-shares'
import { datasetFingerprint } from '../fingerprint'
import { madeJpeg, madePng, writeFiles } from './made-pictures.test-helper'
import { readSource } from './read-source'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-pictures-'))
})
afterEach(() => rm(folder, { recursive: true }))

type Files = Record<string, Uint8Array | string>

/** `count` different pictures in a folder, of numbers from `first`. */
function classOf(name: string, count: number, first = 0): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${name}/${index}.png`, madePng(first + index)]),
  )
}

const refused = (code: string, problem: string | RegExp) =>
  expect.objectContaining({
    code,
    message: typeof problem === 'string' ? problem : expect.stringMatching(problem),
  })

const classNames = ({ classes }: { classes: readonly { character: string }[] }) =>
  classes.map(({ character }) => character)

describe('folders of pictures', () => {
  test('are a class each, in code point order, with labels from 0', async () => {
    await writeFiles(folder, { ...classOf('b', 3), ...classOf('a', 4, 50), ...classOf('Z', 2, 90) })
    const { dataset, origin, notes } = await readSource(folder, { testShare: 0.34 })
    expect(classNames(dataset)).toEqual(['Z', 'a', 'b'])
    expect(dataset.classes.map(({ label }) => label)).toEqual([0, 1, 2])
    expect(dataset).toMatchObject({ split: 'images', trainCount: 6, testCount: 3 })
    expect(origin).toEqual({
      ...{ kind: 'images', path: folder, pictures: 9, leftOut: 0 },
      split: { testShare: 0.34, seed: 1 },
    })
    expect(notes).toEqual([])
  })

  test.each([
    ['é as macOS writes it', 'e\u0301', 'é'],
    ['a word', 'Ankle boot', 'Ankle boot'],
    ['Chinese', '漢字', '漢字'],
    ['beyond the basic plane', '\u{1d49c}', '\u{1d49c}'],
    ['a code', 'U+0041', 'A'],
    ['a code in small letters', 'u+1f600', '\u{1f600}'],
    ['what a file system does not allow', 'U+002F', '/'],
    ['something like a code', 'U+41', 'U+41'],
  ])('have names in Unicode: %s', async (_, name, character) => {
    await writeFiles(folder, { ...classOf(name, 2), ...classOf('0', 2, 50) })
    expect(classNames((await readSource(folder)).dataset)).toContain(character)
  })

  test('hold pictures of every kind, whatever they are called', async () => {
    const data = new Uint8Array(30 * 30 * 4).fill(255)
    for (let at = 300; at < 600; at++) data.set([0, 0, 128, 255], 4 * at)
    await writeFiles(folder, {
      'A/upper.PNG': madePng(1),
      'A/photo.jpg': madeJpeg(2),
      'A/wrong.gif': madeJpeg(3),
      'A/without-ending': madePng(4),
      'F/other.png': madePng(9),
      'A/alpha.png': encode({ width: 30, height: 30, data, channels: 4 }),
      ...Object.fromEntries(
        pictures.kinds.map(({ name, base64 }) => [`F/${name}.jpeg`, Buffer.from(base64, 'base64')]),
      ),
    })
    const { dataset, origin } = await readSource(folder)
    expect(origin).toMatchObject({ pictures: 6 + pictures.kinds.length, leftOut: 0 })
    expect(Math.min(...maxima(dataset.images))).toBeGreaterThan(200)
  })

  test('come from an archive, with one folder around them', async () => {
    const files = { ...classOf('letters/A', 3), ...classOf('letters/Ä', 3, 50) }
    await writeFiles(folder, files)
    await writeFile(
      join(folder, 'a.zip'),
      await madeArchive({ ...files, '__MACOSX/letters/A/._0.png': 'x', 'letters/.DS_Store': 'x' }),
    )
    const packed = await readSource(join(folder, 'a.zip'))
    await rm(join(folder, 'a.zip'))
    const plain = await readSource(folder)
    expect(classNames(packed.dataset)).toEqual(['A', 'Ä'])
    expect(datasetFingerprint(packed.dataset)).toBe(datasetFingerprint(plain.dataset))
    expect(packed.notes).toEqual([])
  })
})

function maxima(images: Uint8Array): number[] {
  return Array.from({ length: images.length / 784 }, (_, index) =>
    Math.max(...images.subarray(784 * index, 784 * (index + 1))),
  )
}

describe('parts', () => {
  test('are the folders train and test, where there are no others', async () => {
    await writeFiles(folder, {
      ...classOf('Train/a', 3),
      ...classOf('Train/b', 2, 50),
      ...classOf('test/a', 1, 90),
      ...classOf('test/b', 4, 100),
    })
    const { dataset, origin } = await readSource(folder)
    expect(dataset).toMatchObject({ trainCount: 5, testCount: 5 })
    expect([...dataset.labels]).toEqual([0, 0, 0, 1, 1, 0, 1, 1, 1, 1])
    expect(origin).toMatchObject({ split: null })
  })

  test('without pictures to test of a class are told of', async () => {
    await writeFiles(folder, {
      ...classOf('train/a', 2),
      ...classOf('train/b', 2, 50),
      ...classOf('train/c', 2, 120),
      ...classOf('test/a', 1, 90),
      ...classOf('test/b', 1, 140),
      'test/c.txt': 'no class',
    })
    const { notes } = await readSource(folder)
    expect(notes).toEqual([
      'left out 1 file that is no picture: test/c.txt',
      'no pictures to test of: c',
    ])
  })

  test('follow the sizes of the classes, and each has one of each', async () => {
    await writeFiles(folder, {
      ...classOf('a', 40),
      ...classOf('b', 20, 50),
      ...classOf('c', 2, 100),
    })
    const { dataset } = await readSource(folder, { testShare: 0.2 })
    const { labels, trainCount, classes } = dataset
    expect([...classCounts(labels.subarray(trainCount), classes.length)]).toEqual([7, 4, 1])
  })

  test('depend on the seed alone, not on the order of the files', async () => {
    const files = { ...classOf('a', 12), ...classOf('b', 12, 50) }
    await writeFiles(join(folder, 'one'), files)
    await writeFiles(join(folder, 'two'), Object.fromEntries(Object.entries(files).toReversed()))
    const fingerprint = async (name: string, seed: number) =>
      datasetFingerprint((await readSource(join(folder, name), { seed })).dataset)
    expect(await fingerprint('one', 1)).toBe(await fingerprint('two', 1))
    expect(await fingerprint('one', 2)).not.toBe(await fingerprint('one', 1))
  })

  test('never share an image of a class', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5 }), { minLength: 2, maxLength: 14 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.nat({ max: 100 }),
        async (variants, testShare, seed) => {
          const inner = await mkdtemp(join(folder, 'p-'))
          // Two different ones at least.
          const all = [...variants, 6, 7]
          await writeFiles(inner, {
            ...Object.fromEntries(all.map((variant, at) => [`a/${at}.png`, madePng(variant)])),
            ...classOf('b', 2, 50),
          })
          const { dataset, notes } = await readSource(inner, { testShare, seed })
          const { trainCount, testCount, labels } = dataset
          expect(notes).toEqual([])
          expect(trainCount + testCount).toBe(all.length + 2)
          expect(new Set(labels.subarray(0, trainCount))).toEqual(new Set([0, 1]))
          expect(new Set(labels.subarray(trainCount))).toEqual(new Set([0, 1]))
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('left out', () => {
  test('is what is no picture, with a note', async () => {
    await writeFiles(folder, {
      ...classOf('a', 2),
      ...classOf('b', 2, 50),
      'README.txt': 'hello',
      'a/notes.txt': 'hello',
      'b/Thumbs.db': 'hidden',
      'b/.hidden.png': 'hidden',
      'b/1.txt': '',
      'b/2.txt': '',
    })
    const { origin, notes } = await readSource(folder)
    expect(notes).toEqual([
      'left out 4 files that are no pictures: README.txt; a/notes.txt; b/1.txt; and 1 more',
    ])
    expect(origin).toMatchObject({ pictures: 4, leftOut: 4 })
  })

  test('are broken pictures, where that is asked for', async () => {
    await writeFiles(folder, {
      ...classOf('a', 2),
      ...classOf('b', 2, 50),
      'a/broken.jpg': madeJpeg(1).subarray(0, 500),
    })
    const { notes, origin } = await readSource(folder, { skipBroken: true })
    expect(notes).toEqual([expect.stringMatching(/^left out 1 broken picture: a\/broken\.jpg is /)])
    expect(origin).toMatchObject({ pictures: 4, leftOut: 1 })
  })
})

const bomb = Buffer.concat([
  PNG_SIGNATURE,
  pngHeader(20_000, 20_000),
  pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
  pngChunk('IEND', Buffer.of()),
])
const blank = encode({ width: 9, height: 9, data: new Uint8Array(81).fill(255), channels: 1 })

describe('broken pictures', () => {
  const sound = { ...classOf('a', 2), ...classOf('b', 2, 50) }

  test.each<[string, string, Uint8Array | string, RegExp]>([
    ['a broken JPEG', 'a/x.jpg', madeJpeg(1).subarray(0, 500), /a\/x\.jpg is damaged: /],
    ['20,000 x 20,000 pixels', 'a/x.png', bomb, /a\/x\.png has 20000 x 20000 pixels; at most 40/],
    ['nothing drawn', 'a/x.png', blank, /a\/x\.png has nothing drawn on it$/],
    ['an empty file', 'a/x.png', '', /a\/x\.png is neither a PNG nor a JPEG$/],
    ['another kind of picture', 'a/x.webp', 'RIFF', /a\/x\.webp is neither a PNG nor a JPEG$/],
  ])('%s', async (_, name, content, message) => {
    await writeFiles(folder, { ...sound, [name]: content })
    await expect(readSource(folder)).rejects.toMatchObject({
      code: 'image-invalid',
      message: expect.stringMatching(message),
      hint: 'Mend or remove them, or leave them out by --skip-broken.',
    })
  })

  test('are all tried, and three of them named', async () => {
    await writeFiles(folder, {
      ...sound,
      ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`b/x${index}.png`, blank])),
    })
    const nothing = 'has nothing drawn on it'
    await expect(readSource(folder)).rejects.toEqual(
      refused(
        'image-invalid',
        `${folder}: 5 pictures cannot be read: ` +
          `b/x0.png ${nothing}; b/x1.png ${nothing}; b/x2.png ${nothing}; and 2 more`,
      ),
    )
  })

  test.skipIf(process.platform === 'win32')('pipes and links to nowhere', async () => {
    await writeFiles(folder, sound)
    execFileSync('mkfifo', [join(folder, 'a/pipe.png')])
    await symlink(join(folder, 'nowhere'), join(folder, 'b/link.png'))
    await expect(readSource(folder)).rejects.toEqual(
      refused(
        'image-invalid',
        /2 pictures cannot be read: a\/pipe\.png is no file; b\/link\.png cannot be read \(ENOENT\)$/,
      ),
    )
  })
})

describe('refused', () => {
  test.each<[string, Files, RegExp]>([
    ['one class', classOf('a', 3), /: expected at least 2 classes, found 1$/],
    [
      'too many classes',
      Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`c${index}/1.png`, blank])),
      /: 257 classes, expected at most 256$/,
    ],
    [
      'a class with one picture',
      { ...classOf('a', 2), ...classOf('b', 1) },
      /, b: holds one picture; two are needed, one to train on and one to test$/,
    ],
    [
      'a class whose pictures are all the same',
      { ...classOf('a', 2), 'b/1.png': madePng(1), 'b/2.png': madePng(1) },
      /, b: all 2 pictures are the same; two are needed/,
    ],
    [
      'a class with texts only',
      { ...classOf('a', 2), 'b/1.txt': 'hello' },
      /, b: holds no pictures$/,
    ],
    [
      'two folders of one class',
      { ...classOf('A', 2), ...classOf('U+0041', 2) },
      /, (U\+0041|A): the class A is already in (A|U\+0041)$/,
    ],
    [
      'two ways to write one name',
      { ...classOf('e\u0301', 2), ...classOf('\u00e9', 2) },
      /, é: there are two folders of this name, written in two ways$/,
    ],
    [
      'a code that no character has',
      { ...classOf('a', 2), ...classOf('U+D800', 2) },
      /, U\+D800: no character has the code U\+D800$/,
    ],
    [
      'a character that does not show',
      { ...classOf('a', 2), ...classOf('U+0020', 2) },
      /, U\+0020: " " is no character that shows$/,
    ],
    [
      'pictures that lie deeper',
      { ...classOf('train/a', 2), ...classOf('val/a', 2), ...classOf('test/a', 2) },
      /, test\/a\/0\.png: lies deeper than in a folder a class$/,
    ],
    [
      'a class to test that is not learned',
      {
        ...classOf('train/a', 2),
        ...classOf('train/b', 2, 50),
        ...classOf('test/c', 2, 90),
        ...classOf('test/a', 1, 99),
      },
      /, test\/c: a class to test that has no pictures to train on$/,
    ],
  ])('%s', async (_, files, message) => {
    await writeFiles(folder, files)
    await expect(readSource(folder)).rejects.toEqual(refused('dataset-invalid', message))
  })

  test('an empty class', async () => {
    await writeFiles(folder, { ...classOf('a', 2), ...classOf('b', 2, 50) })
    await mkdir(join(folder, 'c'))
    await expect(readSource(folder)).rejects.toEqual(
      refused('dataset-invalid', `${folder}, c: an empty folder`),
    )
  })

  test.each([
    [{ split: 'balanced' }, /^--split has no meaning here: these are pictures/],
    [{ mapping: 'names.txt' }, /^--mapping has no meaning here: these are pictures/],
  ])('options for data files: %j', async (options, message) => {
    await writeFiles(folder, { ...classOf('a', 2), ...classOf('b', 2, 50) })
    await expect(readSource(folder, options)).rejects.toEqual(refused('usage', message))
  })
})

test('an abort between two pictures ends the reading with its reason', async () => {
  await writeFiles(folder, { ...classOf('a', 5), ...classOf('b', 5, 50) })
  const controller = new AbortController()
  const reason = new Error('stopped')
  const seen: number[] = []
  const reading = readSource(folder, {
    signal: controller.signal,
    onProgress: ({ unit, done, total }) => {
      expect([unit, total]).toEqual(['pictures', 10])
      seen.push(done)
      if (done === 3) controller.abort(reason)
    },
  })
  await expect(reading).rejects.toBe(reason)
  expect(seen).toEqual([1, 2, 3])
})
