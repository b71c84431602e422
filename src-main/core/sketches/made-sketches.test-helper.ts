import type { SketchTruth, Stroke } from '../../../src-preload/contract/sketch'
import type { NewSketch } from './keep-sketch'

/** A line across the sheet that no other seed gives. */
export function madeStroke(seed: number): Stroke {
  const turn = (seed * 2.399963) % (2 * Math.PI)
  const reach = 150 + ((seed * 37) % 120)
  const points = Array.from({ length: 24 }, (_, at) => {
    const along = at / 23 - 0.5
    const bend = 60 * Math.sin(3 * along + seed)
    return [
      336 + 2 * reach * along * Math.cos(turn) - bend * Math.sin(turn),
      336 + 2 * reach * along * Math.sin(turn) + bend * Math.cos(turn),
      0.5,
    ]
  })
  return { width: 30, hasPressure: false, points: points.flat() }
}

export const character = (text: string): SketchTruth => ({ kind: 'character', character: text })

/** A drawing of its own for each seed; what it is in truth, where that is known. */
export function madeSketch(seed: number, truth: string | null = null): NewSketch {
  return {
    strokes: [madeStroke(seed)],
    said: {
      model: { kind: 'built-in' },
      answers: [{ characters: ['O', 'o'], probability: 0.8 }],
      isLegible: true,
    },
    truth: truth === null ? null : character(truth),
  }
}
