import type { Correction, CorrectionsHeader } from '../../../../src-preload/contract/dataset'
import { className } from '../../../../src-preload/contract/class-name'
import { GlyphlabError } from '../../errors'
import { AppendFile } from '../../files/append-file'
import { holdLock, type HoldLockOptions } from '../../files/hold-lock'
import { correctionProblem, positionOf, stateProblem } from './apply-corrections'
import {
  correctionsPath,
  readCorrectionsLog,
  type CorrectionsLog,
  type OwnDataset,
} from './corrections-log'
import { foldCorrections, placeName, type CorrectionsState } from './corrections-state'

/** A correction is written within milliseconds. */
const PATIENCE_MS = 10_000

export interface AddedCorrections {
  /** What was written. */
  readonly added: readonly Correction[]
  /** Corrections that change nothing, since the same was said before. */
  readonly unchanged: number
  /** Without them. */
  readonly before: CorrectionsState
  /** With them. */
  readonly state: CorrectionsState
}

/**
 * Adds corrections of a data set to its log, all or none. The data set itself is not touched. Several
 * processes may do so at once: each waits for its turn.
 *
 * @throws GlyphlabError `correction-refused`, naming the image, where one does not fit the data set or would
 *   leave nothing to train or test with; `corrections-invalid` where the log cannot be read; `disk-full` or
 *   `output-failed`
 */
export async function addCorrections(
  home: string,
  own: OwnDataset,
  wanted: readonly Correction[],
  options: HoldLockOptions = {},
): Promise<AddedCorrections> {
  for (const correction of wanted) requireFitting(correction, own)
  const path = correctionsPath(home, own.fingerprint)
  return holdLock(
    `${path}.lock`,
    async () => {
      const log = await readCorrectionsLog(home, own)
      const before = foldCorrections(log.corrections)
      const added = wanted.filter((correction) => isNews(correction, before))
      const state = foldCorrections(added, before)
      const problem = stateProblem(state, own.dataset)
      if (problem !== null)
        throw new GlyphlabError(
          'correction-refused',
          problem,
          'Take fewer images out, or train on another data set.',
        )
      if (added.length > 0) await append(log, own, added)
      return { added, unchanged: wanted.length - added.length, before, state }
    },
    { patienceMs: PATIENCE_MS, ...options },
  )
}

function requireFitting(correction: Correction, { dataset }: OwnDataset): void {
  const problem = correctionProblem(correction, dataset)
  if (problem !== null) throw new GlyphlabError('correction-refused', problem)
  if (correction.kind !== 'relabel') return
  const present = dataset.classes[dataset.labels[positionOf(correction, dataset)] ?? -1]
  if (present?.label === correction.label)
    throw new GlyphlabError(
      'correction-refused',
      `${placeName(correction)} is of class ${className(present.characters)} in the data set already`,
      'To take back what was said of it before, --restore it.',
    )
}

function isNews(correction: Correction, state: CorrectionsState): boolean {
  const standing = state.get(placeName(correction))
  if (correction.kind === 'restore') return standing !== undefined
  return (
    standing?.kind !== correction.kind ||
    standing.reason !== correction.reason ||
    (standing.kind === 'relabel' &&
      correction.kind === 'relabel' &&
      standing.label !== correction.label)
  )
}

/** In one write behind all that is whole; what a kill left there is cut off. */
async function append(
  { path, wholeBytes, lacksLineBreak }: CorrectionsLog,
  { dataset, fingerprint }: OwnDataset,
  added: readonly Correction[],
): Promise<void> {
  const header: CorrectionsHeader = {
    schema: 1,
    dataset: dataset.name,
    split: dataset.split,
    fingerprint,
  }
  const lines = [...(wholeBytes === 0 ? [header] : []), ...added].map((line) =>
    JSON.stringify(line),
  )
  const file = await AppendFile.open(path, wholeBytes)
  try {
    await file.append(`${lacksLineBreak ? '\n' : ''}${lines.join('\n')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}
