import { expect, test } from 'vitest'
import { FuzzedRuns } from './fuzzed-runs'

test('a run or an archive that anybody has changed is read or refused, and nothing else happens', async () => {
  await using fuzzed = await FuzzedRuns.open()
  await fuzzed.check(150)
  expect(
    Math.min(fuzzed.tally.imported, fuzzed.tally.refused, fuzzed.tally.exported),
  ).toBeGreaterThan(0)
})
