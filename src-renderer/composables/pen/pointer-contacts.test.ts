import { expect, test } from 'vitest'
import { penKindOf, pointsOn } from './pointer-contacts'

const PLACE = { left: 100, top: 50, width: 336, height: 336 }

test.each([
  ['the upper left corner', 100, 50, [0, 0]],
  ['the lower right corner', 436, 386, [672, 672]],
  ['beside the paper', 90, 50, [-20, 0]],
] as const)('%s is where the sheet has it, whatever its size', (_name, clientX, clientY, at) => {
  expect(pointsOn(PLACE, [{ clientX, clientY, pressure: 0 }], 'mouse')).toEqual([...at, 0.5])
})

test('only a pen tells how hard it is pressed', () => {
  const point = { clientX: 100, clientY: 50, pressure: 0.25 }
  const pressure = (kind: 'mouse' | 'touch' | 'pen') => pointsOn(PLACE, [point], kind)[2]
  expect([pressure('pen'), pressure('touch'), pressure('mouse')]).toEqual([0.25, 0.5, 0.5])
})

test('paper without a size has no points', () => {
  expect(
    pointsOn({ ...PLACE, width: 0 }, [{ clientX: 1, clientY: 1, pressure: 1 }], 'pen'),
  ).toEqual([])
})

test('an unknown pointer is as good as a mouse', () => {
  expect(['pen', 'touch', 'mouse', ''].map(penKindOf)).toEqual(['pen', 'touch', 'mouse', 'mouse'])
})
