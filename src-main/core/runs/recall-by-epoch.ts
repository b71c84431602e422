import { stat } from 'node:fs/promises'
import { metricsLineSchema } from '../../../src-preload/contract/metrics'
import type { RecallByEpoch } from '../../../src-preload/contract/measurement'
import { endedLines } from '../files/ended-lines'
import { networkMetadataSchema, readCheckpointMetadata } from './checkpoint'
import { runPaths } from './run-folder'
import { readRunRecord } from './run-record'

type Epoch = RecallByEpoch['epochs'][number]

const classesSchema = networkMetadataSchema.pick({ classes: true })

/** What no line of a step has. */
const EPOCH_MARK = '"kind":"epoch"'

/**
 * Share of each class's validation images that were recognised, epoch by epoch: of a run that has ended or
 * is at work. Before the first epoch has ended there is none.
 *
 * @throws GlyphlabError `run-missing`, `run-damaged` or `run-newer`
 */
export async function recallByEpoch(folder: string): Promise<RecallByEpoch> {
  const paths = runPaths(folder)
  readRunRecord(paths)
  const known = await Promise.any(
    [paths.best, paths.last].map((path) => readCheckpointMetadata(path, classesSchema)),
  ).catch(() => null)
  if (known === null) return { classes: [], epochs: [] }
  const classes = known.classes.map(({ characters }) => ({ characters }))
  return { classes, epochs: await epochsOf(paths.metrics, classes.length) }
}

async function epochsOf(path: string, classCount: number): Promise<Epoch[]> {
  // A pipe would be waited for without end.
  if ((await stat(path).catch(() => null))?.isFile() !== true) return []
  const epochs: Epoch[] = []
  for await (const lines of endedLines(path))
    for (const { text } of lines) {
      if (text?.includes(EPOCH_MARK) !== true) continue
      const line = metricsLineSchema.safeParse(parseJson(text)).data
      const recall = line?.validationRecall
      if (line === undefined || recall?.length !== classCount) continue
      epochs.push({ epoch: line.epoch, best: line.best === true, recall })
    }
  return withOneBest(epochs)
}

/** Many an epoch was the best when it ended; the last of these still is. */
function withOneBest(epochs: readonly Epoch[]): Epoch[] {
  const best = epochs.findLast((epoch) => epoch.best)
  return epochs.map((epoch) => ({ ...epoch, best: epoch === best }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
