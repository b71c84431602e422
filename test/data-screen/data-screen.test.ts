import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, DroppedFile } from '../../src-preload/contract/bridge/bridge'
import type { HandedOverId } from '../../src-preload/contract/bridge/hand-over'
import type { Params, RequestName, Result } from '../../src-preload/contract/bridge/requests'
import type { Importing, ImportOptions, WantedCorrection } from '../../src-preload/contract/shelf'
import { openApplication, type Application } from '../../src-main/bridge/application'
import { usualMirrors } from '../../src-main/core/datasets/get/emnist-mirrors'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { madePng } from '../../src-main/core/datasets/import/made-pictures.test-helper'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { startChildProcess, type StartProcess } from '../../src-main/processes/start-process'
import type { SocketBridge } from '../../src-renderer/bridge/socket-bridge'
import { keptLog } from '../bridge/kept-log'
import { serve, type Serving } from '../bridge/serving'
import { standing, windowBridge } from '../bridge/window-bridge'
import { runGlyphlab } from '../run-glyphlab'

const BUILD = fileURLToPath(new URL('../../out/app/main/', import.meta.url))
const MADE = { classes: 4, trainPerClass: 30, testPerClass: 10, seed: 3 }
const OPTIONS: ImportOptions = {
  ...{ name: null, split: null, testShare: null, seed: null },
  ...{ skipBroken: false, replace: false },
}

let lastProcess = Number.NaN
/** The entries of the build: in this process they have none beside them. */
const startBuilt: StartProcess = (options) => {
  const host = startChildProcess({ ...options, file: join(BUILD, basename(options.file)) })
  lastProcess = host.processId ?? Number.NaN
  return host
}
/** Else it might be done before it is to be in the way; not on Windows, which has no such signals. */
const signal = (name: 'SIGSTOP' | 'SIGCONT') =>
  process.platform !== 'win32' && process.kill(lastProcess, name)

let folder = ''
let home = ''
let application: Application
let server: Serving
let window: SocketBridge
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-data-screen-'))
  home = join(folder, 'home')
  await mkdir(home)
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
  const log = keptLog()
  application = await openApplication({
    ...{ home, startProcess: startBuilt, log },
    ...{ face: 'served', capabilities: {} },
  })
  server = await serve(application, log)
  window = windowBridge(server, server.token)
  await standing(window, 'connected')
}, 120_000)
afterAll(async () => {
  window.close()
  await server.close()
  await application.close()
  await rm(folder, { recursive: true, force: true })
})

function result<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.result
  throw new Error(`${answer.error.code}: ${answer.error.message}`)
}

async function ask<Name extends RequestName>(
  name: Name,
  params: Params<Name>,
): Promise<Result<Name>> {
  return result(await window.request(name, params))
}

/** Hands files over as a browser does. */
async function handOver(files: readonly DroppedFile[]) {
  return result(await window.handOver({ items: [], contents: () => Promise.resolve(files) }))
}

async function filesIn(path: string): Promise<DroppedFile[]> {
  return Promise.all(
    (await readdir(path)).map(async (name) => ({
      file: new File([await readFile(join(path, name))], name),
      path: `${basename(path)}/${name}`,
    })),
  )
}

const dropFolder = async (path: string) => handOver(await filesIn(path))

/** How the import that is begun next ends. */
async function importEnd(): Promise<Importing> {
  return new Promise<Importing>((resolve) => {
    const end = window.on('imports.changed', (state) => {
      if (state.phase === 'importing') return
      end()
      resolve(state)
    })
  })
}

async function importing(
  id: HandedOverId,
  options: Partial<ImportOptions> = {},
): Promise<Importing> {
  const ended = importEnd()
  await ask('imports.start', { handedOver: id, options: { ...OPTIONS, ...options } })
  return ended
}

const shelfEntry = async (source: string) =>
  (await ask('datasets.shelf', {})).entries.find((entry) => entry.source === source)
const handedOverFolders = () => readdir(application.handedOver.folder)
const ofMine = { dataset: 'mine', split: null }
const isDone = { phase: 'done', notes: [] }

describe('files that were dropped', () => {
  test('become a data set, and no copy of them is left', async () => {
    const theirs = join(folder, 'mine')
    await writeEmnistFolder(theirs, MADE)
    const handed = await dropFolder(theirs)
    expect(handed).toMatchObject({ name: 'mine', kind: 'folder', files: 5 })
    const end = await importing(handed.id)
    expect(end).toEqual({ ...isDone, from: 'mine', source: 'mine' })
    expect(await ask('imports.state', {})).toEqual(end)
    expect(await handedOverFolders()).toEqual([])
    expect(await shelfEntry('mine')).toMatchObject({
      ...{ section: 'own', isThere: true, classes: 4, trainCount: 120, testCount: 40, files: 5 },
      ...{ corrections: null, fetchable: null, isOfficial: false },
    })
    expect(
      await window.request('imports.start', { handedOver: handed.id, options: OPTIONS }),
    ).toMatchObject({ ok: false, error: { code: 'dataset-missing' } })
  })

  test('that cannot be taken in stay for another try, under another name', async () => {
    const [file] = await filesIn(join(folder, 'mine'))
    if (file === undefined) throw new Error('there is no file')
    const files = await filesIn(join(folder, 'mine'))
    const handed = await handOver(files.map(({ file }) => ({ file, path: file.name })))
    expect(handed).toMatchObject({ name: 'files', kind: 'folder', files: 5 })
    const end = await importing(handed.id, { name: 'mine' })
    expect(end).toMatchObject({
      phase: 'failed',
      error: {
        code: 'dataset-exists',
        hint: 'Choose another name, or let it replace the one that is there.',
      },
    })
    expect(await handedOverFolders()).toHaveLength(1)
    const again = await importing(handed.id, { name: 'mine-2' })
    expect(again).toMatchObject({ ...isDone, source: 'mine-2' })
    expect(await handedOverFolders()).toEqual([])
  })

  test('may be pictures in folders of any script, parted by a seed', async () => {
    const files = ['a', 'ß', '字'].flatMap((name, index) =>
      Array.from({ length: 64 }, (_, at) => ({
        file: new File([new Uint8Array(madePng((at + 64 * index) % 192))], `${at}.png`),
        path: `letters/${name}/${at}.png`,
      })),
    )
    const handed = await handOver(files)
    expect(handed).toMatchObject({ name: 'letters', kind: 'folder', files: 192 })
    const end = await importing(handed.id, { testShare: 0.25, seed: 5 })
    expect(end).toEqual({ ...isDone, from: 'letters', source: 'letters' })
    expect(await shelfEntry('letters')).toMatchObject({
      ...{ classes: 3, trainCount: 144, testCount: 48 },
      origin: '192 pictures imported from letters',
    })
  })

  test('one at a time, until it is stopped', async () => {
    const [first, second] = [
      await dropFolder(join(folder, 'mine')),
      await dropFolder(join(folder, 'mine')),
    ]
    const ended = importEnd()
    await ask('imports.start', { handedOver: first.id, options: { ...OPTIONS, name: 'first' } })
    signal('SIGSTOP')
    const options = { ...OPTIONS, name: 'second' }
    const refused = await window.request('imports.start', { handedOver: second.id, options })
    expect(refused).toMatchObject({ ok: false, error: { code: 'job-refused' } })
    const stopped = ask('imports.stop', {})
    // Once it has been told to.
    await ask('imports.state', {})
    signal('SIGCONT')
    await stopped
    expect(await ended).toEqual({ phase: 'idle' })
    expect(await shelfEntry('first')).toBeUndefined()
    expect(await importing(second.id, { name: 'second' })).toMatchObject({ source: 'second' })
  })
})

describe('a data set', () => {
  test('tells what it holds', async () => {
    const { content } = await ask('datasets.content', ofMine)
    expect(content).toMatchObject({
      name: 'mine',
      trainCount: 120,
      testCount: 40,
      corrections: null,
    })
    expect(content.classes.map(({ trainCount, testCount }) => [trainCount, testCount])).toEqual(
      Array.from({ length: 4 }, () => [30, 10]),
    )
    expect(content.balance.train).toMatchObject({ ratio: 1 })
    const { classes } = await ask('datasets.specimens', {
      ...ofMine,
      part: 'test',
      perClass: 3,
      seed: 1,
    })
    expect(classes.map((images) => images.length)).toEqual([3, 3, 3, 3])
    expect(Buffer.from(classes[0]?.[0] ?? '', 'base64')).toHaveLength(784)
    const [{ verification }, joined] = await Promise.all([
      ask('datasets.verify', ofMine),
      ask('datasets.verify', ofMine),
    ])
    expect(joined.verification).toEqual(verification)
    expect(verification).toMatchObject({
      isOfficial: false,
      problem: null,
      fingerprint: content.fingerprint,
    })
  })

  test('shows its images as they lie in the files', async () => {
    const all = { ...ofMine, part: 'train', correctedOnly: false, offset: 0, limit: 400 } as const
    const { total, images } = await ask('datasets.images', { ...all, label: null })
    expect([total, images.length]).toEqual([120, 120])
    const { dataset } = await openDataset('mine', { home })
    const pixels = Buffer.from(images[7]?.pixels ?? '', 'base64')
    expect(pixels.equals(dataset.images.subarray(7 * 784, 8 * 784))).toBe(true)
    const ofClass = await ask('datasets.images', { ...all, label: 2, offset: 25, limit: 10 })
    expect(ofClass.total).toBe(30)
    expect(ofClass.images).toEqual(images.filter(({ label }) => label === 2).slice(25))
    expect(ofClass.images).toHaveLength(5)
  })

  test('is corrected, and each correction can be taken back', async () => {
    const place = { part: 'train', index: 4 } as const
    const label = (await imageAt(4))?.label === 0 ? 1 : 0
    const correct = async (correction: WantedCorrection) =>
      (await ask('datasets.correct', { ...ofMine, corrections: [correction] })).undo
    const exclude = { kind: 'exclude', ...place, reason: 'blot' } as const
    const relabel = { kind: 'relabel', ...place, reason: 'looks so', label } as const
    const none = await correct(exclude)
    expect(none).toEqual([{ kind: 'restore', ...place, reason: '' }])
    const first = await correct(relabel)
    expect(first).toEqual([exclude])
    expect((await imageAt(4))?.correction).toEqual({ kind: 'relabel', reason: 'looks so', label })
    expect((await shelfEntry('mine'))?.corrections).toMatchObject({ excluded: 0, relabelled: 1 })
    // Back to the correction that stood before, not to none.
    await ask('datasets.correct', { ...ofMine, corrections: first })
    expect((await imageAt(4))?.correction).toEqual({ kind: 'exclude', reason: 'blot' })
    const corrected = { ...ofMine, part: 'train', label: null, correctedOnly: true } as const
    expect(await ask('datasets.images', { ...corrected, offset: 0, limit: 9 })).toMatchObject({
      total: 1,
      images: [{ index: 4 }],
    })
    await ask('datasets.correct', { ...ofMine, corrections: none })
    expect((await imageAt(4))?.correction).toBeNull()
    expect((await ask('datasets.content', ofMine)).content.corrections).toBeNull()
  })

  test('takes no correction of several where one does not fit', async () => {
    const about = { kind: 'exclude', part: 'test', reason: '' } as const
    const corrections = [3, 40].map((index) => ({ ...about, index }))
    expect(await window.request('datasets.correct', { ...ofMine, corrections })).toMatchObject({
      ok: false,
      error: { code: 'correction-refused' },
    })
    expect((await shelfEntry('mine'))?.corrections).toBeNull()
  })

  test('has its equal images found, by their places in the files', async () => {
    const theirs = join(folder, 'twins')
    await writeEmnistFolder(theirs, { ...MADE, seed: 8 })
    await makeTwins(theirs)
    await importing((await dropFolder(theirs)).id)
    const ofTwins = { dataset: 'twins', split: null }
    const exclude = { kind: 'exclude', part: 'train', index: 0, reason: '' } as const
    await ask('datasets.correct', { ...ofTwins, corrections: [exclude] })
    const { duplicates } = await ask('datasets.duplicates', ofTwins)
    expect(duplicates.leakage).toMatchObject({ groups: 1, trainImages: 1, testImages: 1 })
    expect(duplicates.groups[0]?.places.map(({ part, index }) => `${part}:${index}`)).toEqual([
      'train:9',
      'test:2',
    ])
  })

  test('goes from this machine, unless a run of the queue needs it', async () => {
    const { freedBytes } = await ask('datasets.remove', { dataset: 'second' })
    expect(freedBytes).toBeGreaterThan(1_000)
    expect(await shelfEntry('second')).toBeUndefined()
    expect(await window.request('datasets.remove', { dataset: 'second' })).toMatchObject({
      error: { code: 'dataset-missing' },
    })
    for (const dataset of ['../mine', join(home, 'datasets', 'mine')])
      expect(await window.request('datasets.remove', { dataset })).toMatchObject({ ok: false })
    expect(await shelfEntry('mine')).toMatchObject({ isThere: true })
  })

  test('put there or taken away by hand is told as it is', async () => {
    const byHand = join(home, 'datasets', 'by-hand')
    await writeEmnistFolder(byHand, MADE)
    expect(await shelfEntry('by-hand')).toMatchObject({
      classes: null,
      origin: null,
      isThere: true,
    })
    await rm(byHand, { recursive: true })
    expect(await shelfEntry('by-hand')).toBeUndefined()
  })
})

test('the shelf has what could be fetched, and from where, before anything is fetched', async () => {
  const { entries, bytes } = await ask('datasets.shelf', {})
  expect(entries.map(({ section }) => section)).toEqual([
    'built-in',
    ...Array.from({ length: 6 }, () => 'published'),
    ...Array.from({ length: entries.length - 7 }, () => 'own'),
  ])
  expect(entries[1]).toMatchObject({
    ...{ source: 'emnist-balanced', title: 'EMNIST Balanced', isThere: false, bytes: null },
    ...{ classes: 47, trainCount: 112_800, testCount: 18_800, files: 4 },
    fetchable: { split: 'balanced', from: new URL(usualMirrors()[0] ?? '').host },
  })
  expect(bytes).toBe(entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0))
  expect(await ask('fetches.list', {})).toEqual({ fetches: [] })
  expect(await ask('connections.list', {})).toEqual({ connections: [] })
})

async function imageAt(index: number) {
  const params = { ...ofMine, part: 'train', label: null, correctedOnly: false } as const
  return (await ask('datasets.images', { ...params, offset: index, limit: 1 })).images[0]
}

/** Puts the tenth training image in the place of the third test image, too. */
async function makeTwins(theirs: string): Promise<void> {
  const file = (part: string) => join(theirs, `emnist-balanced-${part}-images-idx3-ubyte.gz`)
  const [train, test] = [await unzipped(file('train')), await unzipped(file('test'))]
  train.copy(test, HEADER + 2 * 784, HEADER + 9 * 784, HEADER + 10 * 784)
  await writeFile(file('test'), gzipSync(test))
}

const HEADER = 16
const unzipped = async (path: string) => gunzipSync(await readFile(path))
