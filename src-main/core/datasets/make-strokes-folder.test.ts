import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bundleModule } from '../../../test/bundle-module'
import { temporaryName } from '../files/temporary-name'
import { readAbout } from './about'
import { readEmnist } from './emnist'
import { datasetFingerprint } from './fingerprint'
import { makeStrokesFolder } from './make-strokes-folder'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-strokes-'))
})
afterEach(() => rm(home, { recursive: true }))

const small = { trainPerClass: 2, testPerClass: 1, seed: 1 }

test('written and read again are as they were made', async () => {
  const folder = join(home, 'strokes')
  const { about } = await makeStrokesFolder(folder, small)
  const dataset = await readEmnist(folder)
  expect(dataset).toMatchObject({ name: 'strokes', split: 'strokes', trainCount: 94 })
  expect(datasetFingerprint(dataset)).toBe(about.fingerprint)
  expect(await readAbout(folder)).toEqual(about)
  expect(about).toMatchObject({ origin: { kind: 'strokes', ...small }, testCount: 47 })
})

test('that are there stay, unless they are to be replaced', async () => {
  const folder = join(home, 'strokes')
  const { about: first } = await makeStrokesFolder(folder, small)
  await expect(makeStrokesFolder(folder, small)).rejects.toMatchObject({ code: 'dataset-exists' })
  expect(await readAbout(folder)).toEqual(first)
  const { about: second } = await makeStrokesFolder(
    folder,
    { ...small, seed: 2 },
    { replace: true },
  )
  expect(second.fingerprint).not.toBe(first.fingerprint)
  expect(await readAbout(folder)).toEqual(second)
  expect(await readdir(home)).toEqual(['strokes'])
})

test('never take the place of other files', async () => {
  await writeFile(join(home, 'thesis.txt'), 'years of work')
  await expect(makeStrokesFolder(home, small, { replace: true })).rejects.toMatchObject({
    code: 'dataset-exists',
  })
  await expect(
    makeStrokesFolder(join(home, 'thesis.txt'), small, { replace: true }),
  ).rejects.toMatchObject({ code: 'dataset-exists' })
  expect(await readFile(join(home, 'thesis.txt'), 'utf8')).toBe('years of work')
})

test('clear away what a killed process left', async () => {
  const gone = 2 ** 22 + 1 // Above the kernel's limit: nobody's.
  const left = (processId: number) =>
    basename(temporaryName('strokes')).replace(`.${process.pid}.`, `.${processId}.`)
  const elsewhere = `strokes.another-machine.${gone}.tmp`
  for (const name of [left(gone), left(process.ppid), elsewhere]) await mkdir(join(home, name))
  await makeStrokesFolder(join(home, 'strokes'), small)
  // What another machine is making on the same disk is not known to be abandoned.
  expect(new Set(await readdir(home))).toEqual(new Set(['strokes', left(process.ppid), elsewhere]))
})

test('made by three processes at once are one data set', async () => {
  const entry = await bundleModule('src-main/core/datasets/fixtures/make-small-strokes.ts', home)
  const folder = join(home, 'datasets', 'strokes')
  const makers = [1, 2, 3].map(() => spawn(process.execPath, [entry, folder]))
  // Whoever came when it was there already would be refused.
  await Promise.all(makers.map(({ stdout }) => once(stdout, 'data')))
  const outputs = makers.map(({ stdout }) => text(stdout))
  for (const { stdin } of makers) stdin.end()
  const fingerprints = await Promise.all(outputs)
  expect(await readdir(join(home, 'datasets'))).toEqual(['strokes'])
  const fingerprint = datasetFingerprint(await readEmnist(folder))
  expect(fingerprints).toEqual([fingerprint, fingerprint, fingerprint])
}, 60_000)
