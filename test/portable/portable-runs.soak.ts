import { expect, test } from 'vitest'
import { FuzzedRuns } from './fuzzed-runs'

test('10,000 run folders and archives that anybody has changed are read or refused, each in a moment', async () => {
  await using fuzzed = await FuzzedRuns.open()
  const before = process.memoryUsage()
  await fuzzed.check(10_000)
  const after = process.memoryUsage()
  console.log(JSON.stringify({ ...fuzzed.tally, residentBytes: after.rss }))
  expect(fuzzed.tally.slowestMs).toBeLessThan(1000)
  expect(after.rss - before.rss).toBeLessThan(1e9)
})
