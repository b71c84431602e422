import { createHash } from 'node:crypto'
import type {
  Correction,
  CorrectionsSummary,
  ImagePlace,
} from '../../../../src-preload/contract/dataset'

/** A correction in force: one that was not taken back. */
export type StandingCorrection = Exclude<Correction, { kind: 'restore' }>

/** The last word on each image that there is one on, by {@link placeName}. */
export type CorrectionsState = ReadonlyMap<string, StandingCorrection>

/** How an image is named: `train:17`, counted from 0 in the data set's files. */
export function placeName({ part, index }: ImagePlace): string {
  return `${part}:${index}`
}

/** What corrections come to, made one after the other. */
export function foldCorrections(
  corrections: Iterable<Correction>,
  before: CorrectionsState = new Map(),
): CorrectionsState {
  const state = new Map(before)
  for (const correction of corrections) takeIn(state, correction)
  return state
}

function takeIn(state: Map<string, StandingCorrection>, correction: Correction): void {
  const place = placeName(correction)
  if (correction.kind === 'restore') state.delete(place)
  else state.set(place, correction)
}

/** In the order of the files: training part first. */
export function inFileOrder(state: CorrectionsState): StandingCorrection[] {
  return [...state.values()].sort(
    (a, b) => (a.part === b.part ? 0 : a.part === 'train' ? -1 : 1) || a.index - b.index,
  )
}

/**
 * What corrections come to, as one value; null where all is as the data set has it. Neither the order in
 * which they were made, nor reasons, nor times matter.
 *
 * SHA-256, in hexadecimal, over the line `glyphlab corrections 1` and a line of JSON for each corrected
 * image, in file order: `["train",17,"exclude"]` or `["test",3,"relabel",36]`; each line with its newline.
 */
export function correctionsFingerprint(state: CorrectionsState): string | null {
  if (state.size === 0) return null
  const lines = inFileOrder(state).map((correction) => {
    const { part, index, kind } = correction
    return JSON.stringify(
      kind === 'relabel' ? [part, index, kind, correction.label] : [part, index, kind],
    )
  })
  return createHash('sha256')
    .update(`glyphlab corrections 1\n${lines.join('\n')}\n`)
    .digest('hex')
}

export function summariseCorrections(state: CorrectionsState): CorrectionsSummary | null {
  const fingerprint = correctionsFingerprint(state)
  if (fingerprint === null) return null
  const excluded = [...state.values()].filter(({ kind }) => kind === 'exclude').length
  return { fingerprint, excluded, relabelled: state.size - excluded }
}

/**
 * The state that had a fingerprint, after any number of the first corrections; null where none had.
 * @param summary also the numbers that are known of it, which spare most of the hashing
 */
export function earlierState(
  corrections: readonly Correction[],
  { fingerprint, excluded, relabelled }: CorrectionsSummary,
): CorrectionsState | null {
  const state = new Map<string, StandingCorrection>()
  let excludedNow = 0
  for (const correction of corrections) {
    if (state.get(placeName(correction))?.kind === 'exclude') excludedNow -= 1
    if (correction.kind === 'exclude') excludedNow += 1
    takeIn(state, correction)
    const hasNumbers = excludedNow === excluded && state.size === excluded + relabelled
    if (hasNumbers && correctionsFingerprint(state) === fingerprint) return state
  }
  return null
}
