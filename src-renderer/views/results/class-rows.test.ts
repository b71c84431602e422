import { describe, expect, test } from 'vitest'
import { classRows, filteredRows, FIRST_ORDER, nextOrder, sortedRows } from './class-rows'

/** Characters, precision, recall, F1, support. */
const CLASSES = [
  [['0'], 0.7, 0.6, 0.65, 40],
  [['1'], 0.6, 0.7, 0.65, 40],
  [['L', 'l'], 0.5, 0.5, 0.5, 30],
  [['a'], 0.9, 0.9, 0.9, 20],
  [['A'], 0.8, 1, 0.89, 20],
  [['Ж'], 1, 0, 0, 0],
  [['ab'], 1, 1, 1, 10],
] as const

const ROWS = classRows({
  perClass: CLASSES.map(([characters, precision, recall, f1, support], label) => ({
    label,
    character: characters[0],
    characters: [...characters],
    precision,
    recall,
    f1,
    support,
    predicted: support,
  })),
  bestClasses: [6, 3, 4, 0, 1, 2],
  hardestClasses: [2, 0, 1, 4, 3, 6],
})
const indices = (rows: typeof ROWS): readonly number[] => rows.map(({ index }) => index)

describe('the table of classes', () => {
  test('begins with the lowest F1', () => {
    expect(indices(sortedRows(ROWS, FIRST_ORDER))).toEqual([5, 2, 0, 1, 4, 3, 6])
  })

  test.each([
    ['class', 'descending', [6, 5, 4, 3, 2, 1, 0]],
    ['precision', 'ascending', [2, 1, 0, 4, 3, 5, 6]],
    ['recall', 'descending', [4, 6, 3, 1, 0, 2, 5]],
    ['f1', 'descending', [6, 3, 4, 0, 1, 2, 5]],
    ['support', 'ascending', [5, 6, 3, 4, 2, 0, 1]],
  ] as const)('is sorted by %s, %s, equals by their index', (column, direction, sorted) => {
    expect(indices(sortedRows(ROWS, { column, direction }))).toEqual(sorted)
  })

  test('turns round where the same column is chosen again', () => {
    const once = nextOrder(FIRST_ORDER, 'recall')
    expect(once).toEqual({ column: 'recall', direction: 'ascending' })
    expect(nextOrder(once, 'recall').direction).toBe('descending')
  })

  test.each([
    ['nothing', '  ', [0, 1, 2, 3, 4, 5, 6]],
    ['one character', '1', [1]],
    ['several with blanks', '1 0', [0, 1]],
    ['several without', '01', [0, 1]],
    ['a merged case', 'l', [2]],
    ['a letter that has both cases', 'a', [3]],
    ['a letter in the case there is not', 'ж', [5]],
    ['a class of several letters', 'ab', [6]],
    ['letters that are no class together', 'aL', [2, 3]],
    ['what no class has', '?', []],
  ])('filtered by %s', (_case, text, found) => {
    expect(indices(filteredRows(ROWS, text))).toEqual(found)
  })

  test('marks the best and the hardest class, of a single one neither', () => {
    expect(ROWS.map(({ mark }) => mark)).toEqual([null, null, 'hardest', null, null, null, 'best'])
    const [first] = CLASSES
    const alone = { label: 0, character: '0', characters: [...first[0]], precision: 1, recall: 1 }
    const rows = classRows({
      perClass: [{ ...alone, f1: 1, support: 2, predicted: 2 }],
      bestClasses: [0],
      hardestClasses: [0],
    })
    expect(rows.map(({ mark }) => mark)).toEqual([null])
  })
})
