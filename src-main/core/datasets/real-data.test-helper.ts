import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Tests and benchmarks run in the checkout's folder; these are bundled, so that their files lie elsewhere. */
const CHECKOUT = process.cwd()

/** A folder of real data, which is never committed: beside the checkout, or where `GLYPHLAB_TEST_DATA` says. */
export interface RealData {
  readonly folder: string
  /** Then its tests are skipped, and that is said. */
  readonly isAbsent: boolean
}

export function realData(name: 'emnist47' | 'official'): RealData {
  const data = process.env['GLYPHLAB_TEST_DATA'] ?? join(CHECKOUT, '../shared/data')
  const folder = join(data, name)
  const isAbsent = !existsSync(folder)
  if (isAbsent) console.warn(`SKIPPED: no real data at ${folder}; set GLYPHLAB_TEST_DATA`)
  return { folder, isAbsent }
}
