import { describe, expect, test } from 'vitest'
import { between, covers, moved, showing, within, zoomed, type Span } from './span'

const whole: Span = { from: 0, to: 1000 }
const middle: Span = { from: 400, to: 600 }

describe('a span of steps', () => {
  test.each<[string, Span, Span]>([
    [
      'zooms in around a step that stays in place',
      zoomed(middle, 0.5, 450, whole),
      { from: 425, to: 525 },
    ],
    ['zooms out', zoomed(middle, 2, 500, whole), { from: 300, to: 700 }],
    ['zooms out no further than the whole', zoomed(middle, 99, 500, whole), whole],
    [
      'zooms in no closer than two logged steps',
      zoomed(middle, 1e-9, 500, whole),
      { from: 490, to: 510 },
    ],
    [
      'stays inside when it zooms at the edge',
      zoomed({ from: 0, to: 100 }, 2, 100, whole),
      { from: 0, to: 200 },
    ],
    ['moves', moved(middle, -50, whole), { from: 350, to: 550 }],
    ['stops at the start', moved(middle, -5000, whole), { from: 0, to: 200 }],
    ['stops at the end', moved(middle, 5000, whole), { from: 800, to: 1000 }],
    ['lies between two steps in either order', between(70, 30, whole), { from: 30, to: 70 }],
    ['between two near steps is wide enough', between(0, 2, whole), { from: 0, to: 20 }],
    ['moves on to show a later step', showing(middle, 650, whole), { from: 450, to: 650 }],
    ['moves back to show an earlier step', showing(middle, 100, whole), { from: 100, to: 300 }],
    ['rests where the step is shown', showing(middle, 500, whole), middle],
    ['is cut to a shorter whole', within(middle, { from: 0, to: 100 }), { from: 0, to: 100 }],
  ])('%s', (_, span, expected) => {
    expect(span.from).toBeCloseTo(expected.from, 9)
    expect(span.to).toBeCloseTo(expected.to, 9)
  })

  test('knows whether it is all there is', () => {
    expect(covers(whole, whole)).toBe(true)
    expect(covers(middle, whole)).toBe(false)
  })
})
