import { expect, test } from 'vitest'
import { useKillBench } from './kill-bench'

/** Kills by the clock, besides those at each kind of file operation: milliseconds after the start. */
const TIMES_MS = [300, 900, 1300, 1600, 1900, 2200]

const bench = useKillBench()

test('a kill at every kind of write, fsync and rename, before and after the first checkpoint', async () => {
  const { operations } = bench()
  const firstCheckpoint = operations.indexOf('rename last.safetensors') + 1
  const instants = [...new Set(operations)].flatMap((operation) => {
    const all = bench().instantsOf(operation)
    const after = all.filter((instant) => instant > firstCheckpoint)
    // The first there is, one in the middle of the run, and the last.
    return [all[0], after[after.length >> 1], after.at(-1)].filter(
      (instant) => instant !== undefined,
    )
  })
  const moments = [...new Set(instants)].sort((a, b) => a - b)
  const late = moments.filter((instant) => instant > firstCheckpoint)
  console.info(`${moments.length} moments, ${late.length} of them after the first checkpoint`)
  expect(moments.length).toBeGreaterThanOrEqual(20)
  expect(late.length).toBeGreaterThanOrEqual(15)
  for (const instant of moments) {
    const name = `at-${instant}`
    const began = await bench().killAt(name, instant)
    console.info(
      `killed before "${operations[instant - 1]}" (${instant})${began ? '' : ': no run yet'}`,
    )
    if (began) await bench().resumeAndCompare(name)
    else expect(instant).toBeLessThan(firstCheckpoint)
  }
})

test.each(TIMES_MS)('a kill after %i ms', async (ms) => {
  if (await bench().killAfter(`after-${ms}`, ms)) await bench().resumeAndCompare(`after-${ms}`)
})

test('kills of the resumed run, again and again', async () => {
  const [, second] = bench().instantsOf('rename last.safetensors')
  expect(await bench().killAt('again', second ?? 0)).toBe(true)
  // Resuming makes other operations than starting: cut it short at whatever comes tenth, thirtieth, …
  for (const instant of [3, 10, 30])
    expect(await bench().resume('again', { GLYPHLAB_KILL_AT: String(instant) })).toMatchObject({
      signal: 'SIGKILL',
    })
  await bench().resumeAndCompare('again')
})
