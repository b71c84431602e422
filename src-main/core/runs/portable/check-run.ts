import { existsSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { evaluationFileSchema } from '../../../../src-preload/contract/evaluation'
import type { RunRecord } from '../../../../src-preload/contract/run'
import { GlyphlabError } from '../../errors'
import { namesIn } from '../../files/names-in'
import { answersSource } from '../../measurements/answers-file'
import { REPORT_SUFFIX } from '../../measurements/measurement-files'
import { modelFromDescription } from '../../models/model-description'
import { readSafetensorsMetadata } from '../../safetensors/safetensors'
import {
  lastMetadataSchema,
  networkMetadataSchema,
  readCheckpointMetadata,
  type NetworkMetadata,
} from '../checkpoint'
import { readNotes } from '../list-runs'
import { requireOwn } from '../own-checkpoint'
import { readJsonFile } from '../read-json'
import { readMetrics } from '../read-metrics'
import { runPaths, type RunPaths } from '../run-folder'
import { readRunRecord } from '../run-record'

/** What of a machine's files a run names. */
export interface NamedPlaces {
  /** Of data sets. */
  readonly sources: readonly string[]
  readonly initialWeights: string | null
}

/**
 * Reads all of a run's folder that Glyphlab ever reads of it, as strictly as it does: what passes opens, and can go on.
 *
 * @returns where the data sets and first weights were that the run names
 * @throws GlyphlabError `run-missing`, `run-damaged`, `run-newer`, `weights-invalid`, `model-invalid` or
 *   `predictions-missing`, naming the file
 */
export async function checkRun(folder: string): Promise<NamedPlaces> {
  const paths = runPaths(folder)
  const record = readRunRecord(paths)
  readNotes(paths)
  await readMetrics(folder, record.id)
  await checkCheckpoints(paths, record)
  const { datasetSource, initialWeights } = record
  const sources = await checkEvaluations(paths)
  return { sources: [datasetSource, ...sources], initialWeights }
}

async function checkCheckpoints(paths: RunPaths, record: RunRecord): Promise<void> {
  if (existsSync(paths.initial)) await readSafetensorsMetadata(paths.initial)
  if (existsSync(paths.best))
    checkNetwork(
      paths.best,
      await readCheckpointMetadata(paths.best, networkMetadataSchema),
      record,
    )
  if (!existsSync(paths.last)) return
  const last = await readCheckpointMetadata(paths.last, lastMetadataSchema)
  checkNetwork(paths.last, last, record)
  const { metrics } = paths
  const found = (await stat(metrics).catch(() => null))?.size ?? 0
  if (found < last.metricsBytes)
    throw damaged(`${metrics} has ${found} bytes, expected ${last.metricsBytes}`)
  if (last.metricsBytes > 0 && !(await endsLine(metrics, last.metricsBytes)))
    throw damaged(`${metrics} ends no line at byte ${last.metricsBytes}`)
}

async function endsLine(path: string, bytes: number): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, bytes - 1)
    return buffer.toString() === '\n'
  } finally {
    await file.close()
  }
}

function checkNetwork(path: string, metadata: NetworkMetadata, record: RunRecord): void {
  requireOwn(path, metadata, record)
  const { classes } = modelFromDescription(metadata.model)
  if (classes !== metadata.classes.length)
    throw damaged(`${path}: ${metadata.classes.length} classes for a network of ${classes}`)
}

function damaged(message: string): GlyphlabError {
  return new GlyphlabError('run-damaged', message)
}

async function checkEvaluations({ evaluations }: RunPaths): Promise<string[]> {
  const sources: string[] = []
  for (const name of await namesIn(evaluations)) {
    const path = join(evaluations, name)
    if (name.endsWith(REPORT_SUFFIX)) readJsonFile(path, evaluationFileSchema)
    else if (name.endsWith('.safetensors')) sources.push(await answersSource(path))
  }
  return sources
}
