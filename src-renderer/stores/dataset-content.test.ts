import { expect, test } from 'vitest'
import type { DatasetContent } from '../../src-preload/contract/shelf'
import { useDatasetContentStore } from './dataset-content'
import { openStores } from './open-stores.test-helper'

const LETTERS = { source: 'emnist', split: 'letters' }
const CONTENT: DatasetContent = {
  ...{ name: 'emnist', split: 'letters', height: 28, width: 28 },
  ...{ trainCount: 2, testCount: 1, imageBytes: 784 * 3, classes: [] },
  ...{ balance: { train: null, test: null }, fingerprint: 'a', corrections: null },
}
const ERROR = { code: 'dataset-invalid', message: 'a file is cut short', hint: '' } as const

async function open() {
  const bridge = openStores()
  const dataset = useDatasetContentStore()
  const end = dataset.begin()
  dataset.show(LETTERS)
  await bridge.answer('datasets.content', { ok: true, result: { content: CONTENT } })
  await bridge.answer('datasets.specimens', { ok: true, result: { classes: [['AA==']] } })
  return { bridge, dataset, end }
}

test('what a data set holds comes with some of its images', async () => {
  const { bridge, dataset, end } = await open()
  expect(dataset.content).toEqual(CONTENT)
  expect(dataset.specimens).toEqual([['AA==']])
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('a correction changes the figures, and draws no other images', async () => {
  const { bridge, dataset } = await open()
  bridge.tell('datasets.changed', {})
  const corrections = { fingerprint: 'c', excluded: 1, relabelled: 0 }
  const content = { ...CONTENT, corrections }
  await bridge.answer('datasets.content', { ok: true, result: { content } })
  expect(dataset.content?.corrections).toEqual(corrections)
  expect(bridge.asked.filter(({ name }) => name === 'datasets.specimens')).toHaveLength(1)
})

test('others are drawn by another seed, of the part that is looked at', async () => {
  const { bridge, dataset } = await open()
  void dataset.choosePart('test')
  await bridge.answer('datasets.specimens', { ok: true, result: { classes: [['AQ==']] } })
  void dataset.drawOthers()
  const [, ofTest, others] = bridge.asked
    .filter(({ name }) => name === 'datasets.specimens')
    .map(({ params }) => params)
  expect(ofTest).toMatchObject({ part: 'test', seed: 1 })
  expect(others).toMatchObject({ part: 'test', seed: 2 })
})

test('the answer about a data set that was left is dropped', async () => {
  const { bridge, dataset } = await open()
  dataset.show({ source: 'emnist', split: 'digits' })
  dataset.show(null)
  await bridge.answer('datasets.content', { ok: true, result: { content: CONTENT } })
  expect(dataset.state).toEqual({ phase: 'none' })
})

test('images of a data set that was left are dropped', async () => {
  const { bridge, dataset } = await open()
  void dataset.drawOthers()
  dataset.show({ source: 'emnist', split: 'digits' })
  await bridge.answer('datasets.specimens', { ok: true, result: { classes: [['AQ==']] } })
  expect(dataset.specimens).toBeNull()
})

test('one that cannot be read says why', async () => {
  const { bridge, dataset } = await open()
  dataset.show({ source: 'emnist', split: 'digits' })
  await bridge.answer('datasets.content', { ok: false, error: ERROR })
  expect(dataset.state).toEqual({ phase: 'unknown', error: ERROR })
})
