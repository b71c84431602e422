import { expect, test } from 'vitest'
import { hardestByRecall, lastRecall, withToggled } from './recall-choice'

const RECALL = {
  classes: ['a', 'b', 'c', 'd', 'e'].map((character) => ({ characters: [character] })),
  epochs: [
    { epoch: 1, best: false, recall: [0.1, 0.9, null, 0.5, 0.4] },
    { epoch: 2, best: true, recall: [0.8, 0.7, null, 0.6, null] },
  ],
}

test.each([
  ['measured in the last epoch', 0, 0.8],
  ['measured before', 4, 0.4],
  ['never measured', 2, null],
])('the last recall of a class %s', (_case, index, last) => {
  expect(lastRecall(RECALL, index)).toBe(last)
})

test('the classes shown at first are those recognised least in the end', () => {
  expect(hardestByRecall(RECALL)).toEqual([4, 3, 1])
})

test.each([
  ['a class not chosen is added', [1, 2], 3, [1, 2, 3]],
  ['a chosen one is taken out', [1, 2], 1, [2]],
  ['of more than six the first gives way', [1, 2, 3, 4, 5, 6], 7, [2, 3, 4, 5, 6, 7]],
])('%s', (_case, chosen, index, next) => {
  expect(withToggled(chosen, index)).toEqual(next)
})
