import type { Reading, SheetReading, Stroke } from '../../../src-preload/contract/sketch'

/** A stroke of so many points to the right. */
export function madeStroke(count: number, y = 0): Stroke {
  const points = Array.from({ length: count }, (_, at) => [at * 10, y, 0.5]).flat()
  return { width: 30, hasPressure: false, points }
}

/** What a model reads: this character, and an `x` for the rest. */
export function madeReading(character: string, probability = 0.9): Reading {
  return {
    kind: 'read',
    answers: [
      { characters: [character], probability },
      { characters: ['x'], probability: 1 - probability },
    ],
  }
}

export function madeSheetReading(character: string, isLegible = true): SheetReading {
  return {
    kind: 'drawn',
    seen: btoa('\0'.repeat(784)),
    legibility: isLegible ? 1 : 0,
    isLegible,
    readings: [madeReading(character)],
    milliseconds: 1,
  }
}
