import { describe, expect, test } from 'vitest'
import { MadeClock } from './made-clock.test-helper'
import { ReportPace } from './report-pace'

function madePace() {
  const clock = new MadeClock()
  const sentMs: number[] = []
  const pace = new ReportPace(100, () => sentMs.push(clock.nowMs()), clock)
  return { clock, pace, sentMs }
}

test('the first report comes at once, the next with its interval', () => {
  const { clock, pace, sentMs } = madePace()
  pace.news()
  clock.move(30)
  pace.news()
  clock.move(30)
  pace.news()
  expect(sentMs).toEqual([0])
  clock.move(40)
  expect(sentMs).toEqual([0, 100])
})

test('news every millisecond makes ten reports a second', () => {
  const { clock, pace, sentMs } = madePace()
  for (let ms = 0; ms < 1000; ms += 1) {
    pace.news()
    clock.move(1)
  }
  expect(sentMs).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
})

test('without news there is no report', () => {
  const { clock, pace, sentMs } = madePace()
  pace.news()
  clock.move(1000)
  pace.flush()
  expect(sentMs).toEqual([0])
})

test('news after a silence is told at once', () => {
  const { clock, pace, sentMs } = madePace()
  pace.news()
  clock.move(250)
  pace.news()
  expect(sentMs).toEqual([0, 250])
})

describe('where something else is to be told', () => {
  test('a report that waits does not follow it', () => {
    const { clock, pace, sentMs } = madePace()
    pace.news()
    clock.move(50)
    pace.news()
    pace.giveWay()
    clock.move(1000)
    expect(sentMs).toEqual([0])
  })

  test('what it would have told is in the next one', () => {
    const { clock, pace, sentMs } = madePace()
    pace.news()
    pace.news()
    pace.giveWay()
    clock.move(10)
    pace.news()
    clock.move(90)
    expect(sentMs).toEqual([0, 100])
  })

  test('or comes with the last', () => {
    const { pace, sentMs } = madePace()
    pace.news()
    pace.news()
    pace.giveWay()
    pace.flush()
    expect(sentMs).toEqual([0, 0])
  })
})
