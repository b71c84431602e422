import type { KeptSketch, SketchId, Strokes } from '../../../src-preload/contract/sketch'
import { drawnSketches } from './drawn-sketches'
import { missingSketch } from './keep-sketch'
import { mySketchesOf } from './my-sketches'
import { readSteadily } from './read-steadily'
import { readSketchesLog } from './sketches-log'

/** Some of the sketches that are kept. */
export interface ListedSketches {
  /** The latest first. */
  readonly sketches: readonly KeptSketch[]
  readonly total: number
  /** How many images they make in the data set: equal ones are one. */
  readonly inDataset: number
}

/** @throws GlyphlabError `sketches-invalid` */
export async function listSketches(
  home: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ListedSketches> {
  const log = await readSketchesLog(home)
  const latest = [...log.sketches.values()].reverse().slice(offset, offset + limit)
  return {
    sketches: latest.map(({ sketch }) => sketch),
    total: log.sketches.size,
    inDataset: mySketchesOf(log)?.ids.length ?? 0,
  }
}

/**
 * What was drawn.
 * @throws GlyphlabError `sketch-missing`, `sketches-invalid`
 */
export async function openSketch(home: string, id: SketchId): Promise<Strokes> {
  return readSteadily(home, async (log) => {
    const logged = log.sketches.get(id)
    if (logged === undefined) throw missingSketch()
    for await (const { strokes } of drawnSketches(log, [logged])) return strokes
    throw missingSketch()
  })
}
