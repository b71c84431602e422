import { beforeEach, expect, test } from 'vitest'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeEntry } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import type { ItemKey } from './run-items'
import { useRunsStore } from './runs'
import { useRunsViewStore } from './runs-view'

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})

const LETTERS = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff', 'gggg', 'hhhh']
const keyOf = (letters: string): ItemKey => `run:20260101-000000-tiny-${letters}`

async function listed(letters: readonly string[], tags: readonly string[] = []): Promise<void> {
  void useRunsStore().ask()
  const runs = letters.map((one) => madeEntry(one, { tags: [...tags, one] }))
  const list = { kind: 'list', stamp: letters.join(), runs, groups: [], unreadable: [] } as const
  await bridge.answer('runs.list', {
    ok: true,
    result: { ...list, groups: [], unreadable: [] },
  })
}

test('six runs are compared, the others wait for a colour to come free', async () => {
  const view = useRunsViewStore()
  await listed(LETTERS)
  view.tick(LETTERS.map(keyOf))
  expect(view.ticked.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4, 5, null, null])
  view.toggle(keyOf('cccc'))
  expect(view.compared.map(({ item, slot }) => [item.entry.run.slice(-4), slot])).toEqual([
    ['aaaa', 0],
    ['bbbb', 1],
    ['dddd', 3],
    ['eeee', 4],
    ['ffff', 5],
    ['gggg', 2],
  ])
})

test('a run that is gone is not compared, and gives its colour to the next', async () => {
  const view = useRunsViewStore()
  await listed(LETTERS)
  view.tick([keyOf('aaaa'), keyOf('bbbb')])
  await listed(['bbbb', 'cccc'])
  expect(view.compared.map(({ item }) => item.key)).toEqual([keyOf('bbbb')])
  view.tick([keyOf('cccc')])
  expect(view.slots.get(keyOf('cccc'))).toBe(0)
})

test('sorting by the same column again turns it round', () => {
  const view = useRunsViewStore()
  view.sortBy('name')
  expect([view.sort, view.isReversed]).toEqual(['name', false])
  view.sortBy('name')
  expect([view.sort, view.isReversed]).toEqual(['name', true])
  view.sortBy('when')
  expect([view.sort, view.isReversed]).toEqual(['when', false])
})

test('tags come in the order of their use', async () => {
  await listed(['bbbb', 'aaaa'], ['often'])
  expect(useRunsViewStore().tags).toEqual(['often', 'aaaa', 'bbbb'])
})
