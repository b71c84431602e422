import type { DatasetContent } from '../../../src-preload/contract/shelf'
import { readCorrectionsLog, type OwnDataset } from './corrections/corrections-log'
import { foldCorrections, summariseCorrections } from './corrections/corrections-state'
import { describeDataset } from './inspect/inspect-dataset'

/**
 * What a data set holds, as its files have it, and what the user has corrected.
 * @throws GlyphlabError `corrections-invalid`
 */
export async function datasetContent(home: string, own: OwnDataset): Promise<DatasetContent> {
  const { corrections } = await readCorrectionsLog(home, own)
  return {
    ...describeDataset(own.dataset),
    fingerprint: own.fingerprint,
    corrections: summariseCorrections(foldCorrections(corrections)),
  }
}
