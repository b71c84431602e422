import { runRecordSchema, type RunRecord } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import { writeFileAtomically } from '../files/atomic-write'
import { jsonText } from '../files/json-text'
import { readJsonFile } from './read-json'
import type { RunPaths } from './run-folder'

/** @throws GlyphlabError `run-missing`, `run-damaged` or `run-newer` */
export function readRunRecord({ record, folder }: RunPaths): RunRecord {
  const found = readJsonFile(record, runRecordSchema)
  if (found) return found
  throw new GlyphlabError('run-missing', `${folder} is no run: it has no run.json`)
}

/** @throws GlyphlabError `disk-full` or `output-failed` */
export async function writeRunRecord(path: string, record: RunRecord): Promise<void> {
  await writeFileAtomically(path, jsonText(record))
}

/** @throws GlyphlabError `run-finished` */
export function requireUnfinished({ status, id }: RunRecord): void {
  if (status === 'finished' || status === 'stopped-early')
    throw new GlyphlabError('run-finished', `${id} has ${status.replace('-', ' ')}`)
}
