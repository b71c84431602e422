import { z } from 'zod'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readTextFile } from '../files/read-text'
import { runPaths } from './run-folder'

const measuredSchema = z.object({
  dataset: z.object({ fingerprint: z.string() }),
  part: z.string(),
  measurements: z.int(),
})

/** How often a test part has been looked at: the more often, the less its figures promise. */
export interface TestMeasurements {
  readonly runs: number
  /** Over all runs; a run measured twice counts twice. */
  readonly times: number
}

/** Counts over all runs of a folder; what cannot be read counts for nothing. */
export async function testMeasurements(
  runsFolder: string,
  fingerprint: string,
): Promise<TestMeasurements> {
  const names = await readdir(runsFolder).catch(() => [])
  const counts = await Promise.all(
    names.map((name) => timesMeasured(runPaths(join(runsFolder, name)).evaluations, fingerprint)),
  )
  return {
    runs: counts.filter((count) => count > 0).length,
    times: counts.reduce((sum, count) => sum + count, 0),
  }
}

async function timesMeasured(folder: string, fingerprint: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('-test.json'))
  const counts = files.map((name) => {
    const measured = measuredSchema.safeParse(readJson(join(folder, name)))
    const isOfTest = measured.success && measured.data.part === 'test'
    return isOfTest && measured.data.dataset.fingerprint === fingerprint
      ? measured.data.measurements
      : 0
  })
  return counts.reduce((sum, count) => sum + count, 0)
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path))
  } catch {
    return null
  }
}
