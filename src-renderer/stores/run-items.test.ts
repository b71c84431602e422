import { expect, test } from 'vitest'
import { madeEntry, madeGroup } from './made-run-entry.test-helper'
import { itemOf, itemsOf, membersOf, rankOf, runItem, runsOf } from './run-items'

const [A, B, C, D] = ['aaaa', 'bbbb', 'cccc', 'dddd'].map((letters) => madeEntry(letters))
const RUNS = [D, C, B, A].filter((entry) => entry !== undefined)

test('repeats are one item where the latest of them stands', () => {
  const items = itemsOf(RUNS, [madeGroup('aaaa', 'cccc')])
  expect(items.map(({ key }) => key)).toEqual([
    'run:20260101-000000-tiny-dddd',
    'group:20260101-000000-tiny-aaaa',
    'run:20260101-000000-tiny-bbbb',
  ])
  expect(items[1]?.entry).toBe(A)
  expect(runsOf(items)).toHaveLength(4)
})

test('one run that is left of a group is a run like any other', () => {
  const items = itemsOf(RUNS, [madeGroup('aaaa', 'gone')])
  expect(items.map(({ kind }) => kind)).toEqual(['run', 'run', 'run', 'run'])
})

test('a group without its first run goes by the next', () => {
  const [group] = itemsOf(RUNS, [madeGroup('gone', 'dddd', 'bbbb')])
  expect(group?.entry).toBe(D)
  expect(group && membersOf(group)).toEqual([D, B])
})

test('a member of a group is found by its own key', () => {
  const items = itemsOf(RUNS, [madeGroup('aaaa', 'cccc')])
  const byId = new Map(RUNS.map((entry) => [entry.run, entry]))
  expect(itemOf('run:20260101-000000-tiny-cccc', items, byId)?.entry).toBe(C)
  expect(itemOf('run:20260101-000000-tiny-gone', items, byId)).toBeNull()
})

test('a group is ranked by its mean, a run without an epoch not at all', () => {
  expect(itemsOf(RUNS, [madeGroup('aaaa', 'cccc')]).map(rankOf)).toEqual([0.8, 0.75, 0.8])
  expect(rankOf(runItem(madeEntry('eeee', { best: null })))).toBeNull()
})
