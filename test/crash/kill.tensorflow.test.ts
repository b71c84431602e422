import { expect, test } from 'vitest'
import { useKillBench } from './kill-bench'

const bench = useKillBench()

// `npm run soak` kills at every one of them.
test.each([
  ['between the two files of the second checkpoint', 'create best.safetensors', 1],
  ['halfway through the last checkpoint', 'write last.safetensors', 50],
  ['while metrics are written', 'write metrics.jsonl', 4],
])('a run killed %s resumes to the same bits', async (name, operation, index) => {
  const instant = bench().instantsOf(operation)[index]
  if (instant === undefined) throw new Error(`only ${bench().instantsOf(operation).length}`)
  expect(await bench().killAt(name, instant)).toBe(true)
  await bench().resumeAndCompare(name)
})
