import { expect, test } from 'vitest'
import { DownloadMeter, type DownloadProgress } from './progress'

/** A meter whose clock the test moves. */
function makeMeter(bytesTotal: number | null) {
  const clock = { ms: 1000 }
  const told: DownloadProgress[] = []
  const meter = new DownloadMeter(
    bytesTotal,
    (progress) => told.push(progress),
    () => clock.ms,
  )
  return { meter, told, clock }
}

test('progress is told ten times a second at most', () => {
  const { meter, told, clock } = makeMeter(1_000_000)
  for (let step = 1; step <= 2000; step++) {
    clock.ms += 1
    meter.add(10, step * 10)
  }
  expect(told.length).toBeGreaterThanOrEqual(19)
  expect(told.length).toBeLessThanOrEqual(20)
})

test('the rate is that of the last five seconds, and so is the time left', () => {
  const { meter, told, clock } = makeMeter(100_000)
  let done = 0
  const receive = (seconds: number, bytesPerSecond: number) => {
    for (let tick = 0; tick < seconds * 10; tick++) {
      clock.ms += 100
      done += bytesPerSecond / 10
      meter.add(bytesPerSecond / 10, done)
    }
  }
  receive(0.4, 1000)
  expect(told.at(-1)).toMatchObject({ bytesPerSecond: null, secondsLeft: null })
  receive(9.6, 1000)
  expect(told.at(-1)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: 90 })
  receive(2.5, 3000)
  expect(told.at(-1)).toMatchObject({ bytesPerSecond: 2000, secondsLeft: 82_500 / 2000 })
  receive(10, 3000)
  expect(told.at(-1)).toMatchObject({ bytesPerSecond: 3000 })
})

test('bytes that lay there from before say nothing about the rate', () => {
  const { meter, told, clock } = makeMeter(100_000)
  meter.tell(90_000)
  clock.ms += 1000
  meter.add(1000, 91_000)
  expect(told.at(-1)).toMatchObject({ bytesPerSecond: 1000, secondsLeft: 9 })
})

test('a pause is told at once, and is over with the next bytes', () => {
  const { meter, told, clock } = makeMeter(null)
  meter.tell(0)
  meter.tell(10, { reason: 'busy', seconds: 2 })
  clock.ms += 2000
  meter.add(5, 15)
  expect(told.map(({ waiting }) => waiting)).toEqual([null, { reason: 'busy', seconds: 2 }, null])
})

test('where nobody knows the length, no time is left to tell', () => {
  const { meter, told, clock } = makeMeter(null)
  clock.ms += 1000
  meter.add(500, 500)
  expect(told).toEqual([
    { bytesDone: 500, bytesTotal: null, bytesPerSecond: 500, secondsLeft: null, waiting: null },
  ])
})
