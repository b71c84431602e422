import { readFile, stat } from 'node:fs/promises'
import {
  correctionSchema,
  correctionsHeaderSchema,
  type CorrectionsSummary,
} from '../../../../src-preload/contract/dataset'
import { correctionsPath } from './corrections-log'
import { foldCorrections, summariseCorrections } from './corrections-state'

/**
 * What the corrections of a data set come to, without the data set: what `readCorrectionsLog` would find wrong
 * with them is not told here. Null where there are none, or none that can be read.
 */
export async function peekCorrections(
  home: string,
  fingerprint: string,
): Promise<CorrectionsSummary | null> {
  try {
    const path = correctionsPath(home, fingerprint)
    // A pipe would be waited for without end.
    if (!(await stat(path)).isFile()) return null
    const [header, ...lines] = (await readFile(path, 'utf8')).split('\n')
    const { fingerprint: found } = correctionsHeaderSchema.parse(JSON.parse(header ?? ''))
    if (found !== fingerprint) return null
    const corrections = lines
      .filter((line) => line !== '')
      .map((line) => correctionSchema.parse(JSON.parse(line)))
    return summariseCorrections(foldCorrections(corrections))
  } catch {
    return null
  }
}
