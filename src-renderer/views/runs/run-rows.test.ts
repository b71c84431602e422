import { expect, test } from 'vitest'
import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import { madeEntry, madeGroup } from '../../stores/made-run-entry.test-helper'
import { itemsOf } from '../../stores/run-items'
import { folded, rowsOf, type RowQuery, type RunRow } from './run-rows'

const QUERY: RowQuery = {
  query: '',
  filter: 'all',
  tag: null,
  sort: 'validation',
  isReversed: false,
  expanded: new Set(),
}
const WORDS = {
  nameOf: ({ name }: RunEntry) => name,
  textOf: ({ name, text }: RunEntry) => folded(`${name} ${text}`),
  titles: new Map([['strokes', 'Strokes']]),
}
const best = (accuracy: number) => ({ best: { epoch: 1, loss: 1, accuracy } })

/** The latest first. */
const RUNS: readonly RunEntry[] = [
  madeEntry('f', { name: 'new', best: null, status: 'running' }),
  madeEntry('e', { name: 'other', cohort: 'emnist', ...best(0.99), tags: ['x'] }),
  madeEntry('d', { name: 'Ärger', ...best(0.7), status: 'failed' }),
  madeEntry('c', { name: 'run 10', ...best(0.9), starred: true }),
  madeEntry('b', { name: 'run 9', ...best(0.6), text: 'Low RATE', tags: ['x', 'y'] }),
  madeEntry('a', { name: 'cut', ...best(0.5), status: 'interrupted' }),
]

function shown(rows: readonly RunRow[]): readonly string[] {
  return rows.map((row) => {
    if (row.kind === 'section') return `[${row.title} ${row.runs}]`
    const letters = row.item.entry.run.slice(-1)
    return `${row.isMember ? '+' : ''}${row.item.kind === 'group' ? 'group ' : ''}${letters}`
  })
}
const rowsWith = (query: Partial<RowQuery>, runs = RUNS, groups = [madeGroup('none')]) =>
  shown(rowsOf(itemsOf(runs, groups), { ...QUERY, ...query }, WORDS))

test('runs of other images stand in a section of their own, however good they are', () => {
  expect(rowsWith({})).toEqual(['[Strokes 5]', 'c', 'd', 'b', 'a', 'f', '[emnist 1]', 'e'])
})

test.each<[string, Partial<RowQuery>, readonly string[]]>([
  ['the worst first, without a figure last', { isReversed: true }, ['a', 'b', 'd', 'c', 'f']],
  ['by name, as people count', { sort: 'name' }, ['d', 'a', 'f', 'b', 'c']],
  ['the latest first', { sort: 'when' }, ['f', 'd', 'c', 'b', 'a']],
  ['the oldest first', { sort: 'when', isReversed: true }, ['a', 'b', 'c', 'd', 'f']],
  ['starred', { filter: 'starred' }, ['c']],
  ['finished', { filter: 'finished' }, ['c', 'b']],
  ['running', { filter: 'running' }, ['f']],
  ['stopped or failed', { filter: 'broken-off' }, ['d', 'a']],
  ['with a tag', { tag: 'y' }, ['b']],
  ['of a note, in any case and order', { query: ' rate  9' }, ['b']],
  ['of a name in any script', { query: 'ärg' }, ['d']],
  ['none', { query: 'zzz' }, []],
])('runs %s', (_case, query, letters) => {
  const own = rowsWith(query).filter((row) => !row.startsWith('[') && row !== 'e')
  expect(own).toEqual(letters)
})

test('an open group has its runs below it, as far as they are searched for', () => {
  const groups = [madeGroup('c', 'b')]
  const expanded = new Set([`group:20260101-000000-tiny-c` as const])
  const runs = RUNS.slice(2)
  expect(rowsWith({}, runs, groups)).toEqual(['[Strokes 4]', 'group c', 'd', 'a'])
  expect(rowsWith({ expanded }, runs, groups)).toEqual([
    '[Strokes 4]',
    'group c',
    '+c',
    '+b',
    'd',
    'a',
  ])
  expect(rowsWith({ expanded, query: 'rate' }, runs, groups)).toEqual([
    '[Strokes 1]',
    'group c',
    '+b',
  ])
})
