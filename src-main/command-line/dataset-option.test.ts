import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeEmnistFolder } from '../core/datasets/make-idx.test-helper'
import { openDatasetSource, openNamedDataset } from './dataset-option'
import { Output } from './output'
import { StreamPrinter } from './printer'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-named-'))
  const made = { trainPerClass: 4, testPerClass: 2, seed: 1, gzip: false }
  await writeEmnistFolder(join(folder, 'home', 'datasets', 'mine'), { ...made, classes: 3 })
  await writeEmnistFolder(join(folder, 'here', 'mine'), { ...made, classes: 2 })
  vi.stubEnv('GLYPHLAB_HOME', join(folder, 'home'))
  vi.stubEnv('INIT_CWD', join(folder, 'here'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

function context() {
  const printer = new StreamPrinter({
    results: new Output(process.stdout),
    messages: new Output(process.stderr),
    json: false,
  })
  return { printer, interruption: new AbortController().signal }
}

test('a name of the data home goes before a folder where the command is called', async () => {
  const named = await openNamedDataset('mine', { corrections: 'current' }, context())
  expect(named.source).toBe('mine')
  expect(named.dataset.classes).toHaveLength(3)
})

test.each(['./mine', 'theirs'])('a folder where the command is called is %s', async (word) => {
  await rename(join(folder, 'here', 'mine'), join(folder, 'here', basename(word)))
  const named = await openNamedDataset(word, { corrections: 'current' }, context())
  expect(named.source).toBe(join(folder, 'here', basename(word)))
  expect(named.dataset.classes).toHaveLength(2)
})

test('what a run has written down means the same wherever it is read', async () => {
  const named = await openDatasetSource('mine', { corrections: 'current' }, context())
  expect(named.source).toBe('mine')
  expect(named.dataset.classes).toHaveLength(3)
})
