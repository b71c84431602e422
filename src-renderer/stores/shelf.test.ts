import { expect, test } from 'vitest'
import { fetchableEntry, madeEntry } from './made-shelf.test-helper'
import { openStores } from './open-stores.test-helper'
import { chosenEntry, useShelfStore } from './shelf'

const ABSENT = fetchableEntry({ split: 'letters' })
const BALANCED = madeEntry()
const OWN = madeEntry({ source: 'ünsere', split: null, section: 'own' })
const ALL = [ABSENT, BALANCED, OWN]

test.each([
  ['nothing', null, null, BALANCED],
  ['a split', 'emnist', 'letters', ABSENT],
  ['a data set without its split', 'emnist', null, ABSENT],
  ['a set of one split by that name', 'ünsere', 'balanced', OWN],
  ['a split that is gone', 'emnist', 'digits', null],
  ['a data set that is gone', 'mnist', null, null],
])('an address that names %s', (_case, source, split, entry) => {
  expect(chosenEntry(ALL, { source, split })).toBe(entry)
})

test('nothing is chosen of an empty shelf', () => {
  expect(chosenEntry([], { source: null, split: null })).toBeNull()
})

test('the shelf is asked again when data sets have changed', async () => {
  const bridge = openStores()
  const shelf = useShelfStore()
  const end = shelf.begin()
  bridge.connection('connected')
  await bridge.answer('datasets.shelf', { ok: true, result: { entries: [ABSENT], bytes: 0 } })
  expect(shelf.entries).toEqual([ABSENT])

  bridge.tell('datasets.changed', {})
  await bridge.answer('datasets.shelf', { ok: true, result: { entries: ALL, bytes: 7 } })
  expect(shelf.state).toEqual({ phase: 'known', entries: ALL, bytes: 7 })
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('a refused removal is told and leaves the shelf as it is', async () => {
  const bridge = openStores()
  const shelf = useShelfStore()
  const removing = shelf.remove(BALANCED)
  const error = { code: 'dataset-in-use', message: 'a run trains on it', hint: '' } as const
  await bridge.answer('datasets.remove', { ok: false, error })
  expect(await removing).toBeNull()
  expect(shelf.refusal).toEqual(error)
})
