import { stat } from 'node:fs/promises'
import type { RunEpochs } from '../../../src-preload/contract/bridge/run-requests'
import { endedLines } from '../files/ended-lines'
import { fileStamp } from '../files/file-stamp'
import { KeptReadings } from '../files/kept-readings'
import { epochOfLine } from './read-metrics'
import { runPaths } from './run-folder'

type Epochs = RunEpochs['epochs']

/** Many times what a list shows at once. */
const MOST_KEPT = 2000

/** How a line of a step begins as it is written: there are fifty of them to one of an epoch, and none is parsed. */
const STEP_BEGINS = '{"kind":"step"'

/** The epochs of runs, kept for as long as their files stay as they are. */
export class KeptEpochs {
  readonly #kept = new KeptReadings<Epochs>(MOST_KEPT)

  /** Of a run, the first first; none where there is no such run, or nothing of it can be read. */
  async of(folder: string): Promise<Epochs> {
    const { metrics } = runPaths(folder)
    const stamp = fileStamp(metrics)
    return stamp === null ? [] : this.#kept.of(metrics, stamp, () => readEpochs(metrics))
  }
}

/** All of them up to a line that cannot be read: behind it a power cut may have left anything. */
async function readEpochs(metrics: string): Promise<Epochs> {
  const epochs: Epochs[number][] = []
  try {
    // A pipe would be waited for without end.
    if (!(await stat(metrics)).isFile()) return []
    for await (const lines of endedLines(metrics))
      for (const { text } of lines) {
        if (text?.startsWith(STEP_BEGINS) === true) continue
        const epoch = text === null ? null : epochOfLine(text)
        if (epoch === null) return epochs
        if (epoch !== 'step') epochs.push(epoch)
      }
  } catch {
    // What was read up to here is still true.
  }
  return epochs
}
