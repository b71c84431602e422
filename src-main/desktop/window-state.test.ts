import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeWindow } from './window-state'

const LAPTOP = { x: 0, y: 25, width: 1920, height: 1055 }
const BESIDE = { x: 1920, y: 0, width: 2560, height: 1440 }
const SMALL = { x: 0, y: 0, width: 1000, height: 600 }
const at = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  isMaximized: false,
})

test.each([
  ['a first start', null, [LAPTOP], { x: 240, y: 103, width: 1440, height: 900 }],
  ['a file of another form', { x: 1 }, [LAPTOP], { x: 240, y: 103, width: 1440, height: 900 }],
  ['a place that is still there', at(100, 100), [LAPTOP], at(100, 100).bounds],
  ['the second display', at(2000, 50), [LAPTOP, BESIDE], at(2000, 50).bounds],
  ['a display that is gone', at(2000, 50), [LAPTOP], { x: 360, y: 153, width: 1200, height: 800 }],
  ['a place half off the display', at(1500, 900), [LAPTOP], at(720, 280).bounds],
  ['a place above every display', at(0, -500), [LAPTOP], at(0, 25).bounds],
  ['a size below the smallest', at(0, 25, 300, 200), [LAPTOP], at(0, 25, 1024, 700).bounds],
  ['a display below the smallest', at(0, 0), [SMALL], SMALL],
] as const)('finds a place after %s', (_case, saved, displays, bounds) => {
  expect(placeWindow(saved, displays).bounds).toEqual(bounds)
})

test('stays maximised, wherever it comes back', () => {
  expect(placeWindow({ ...at(9000, 9000), isMaximized: true }, [LAPTOP]).isMaximized).toBe(true)
})

test('is on one display as a whole, wherever it was', () => {
  const whole = fc.integer({ min: -5000, max: 5000 })
  const size = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(whole, whole, size, size, (x, y, width, height) => {
      const { bounds } = placeWindow(at(x, y, width, height), [LAPTOP, BESIDE])
      const isInside = [LAPTOP, BESIDE].some(
        (display) =>
          bounds.x >= display.x &&
          bounds.y >= display.y &&
          bounds.x + bounds.width <= display.x + display.width &&
          bounds.y + bounds.height <= display.y + display.height,
      )
      expect(isInside).toBe(true)
    }),
  )
})
