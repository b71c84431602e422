import type { Correction } from '../../../../src-preload/contract/dataset'
import type { WantedCorrection } from '../../../../src-preload/contract/shelf'
import { addCorrections } from './add-corrections'
import type { OwnDataset } from './corrections-log'
import { placeName, type CorrectionsState } from './corrections-state'

/**
 * Writes down what the user thinks of images, all or none.
 * @returns what takes it back: each image is then as the user thought of it before
 * @throws GlyphlabError as {@link addCorrections}
 */
export async function correctDataset(
  home: string,
  own: OwnDataset,
  wanted: readonly WantedCorrection[],
  signal?: AbortSignal,
): Promise<WantedCorrection[]> {
  const time = new Date().toISOString()
  const corrections = wanted.map((correction): Correction => ({ ...correction, time }))
  const { added, before } = await addCorrections(home, own, corrections, { signal })
  const places = new Map(added.map((correction) => [placeName(correction), correction]))
  return [...places].map(([place, correction]) => takenBack(place, correction, before))
}

function takenBack(
  place: string,
  { part, index }: Correction,
  before: CorrectionsState,
): WantedCorrection {
  const standing = before.get(place)
  if (standing === undefined) return { kind: 'restore', part, index, reason: '' }
  const { reason } = standing
  return standing.kind === 'exclude'
    ? { kind: 'exclude', part, index, reason }
    : { kind: 'relabel', part, index, reason, label: standing.label }
}
