import type { Cell } from './confusion-matrix'
import { classGroups, type ClassGroup } from './class-groups'

/** How classes are written at the axes: each; each, but upwards below the columns; or only their groups. */
type AxisKind = 'each' | 'upward' | 'groups'

/** How much further out every other label stands, where they would touch in one line. */
interface Turn {
  readonly beside: number
  readonly below: number
}

/** Where everything of a heatmap stands, in pixels. */
export interface HeatmapLayout {
  readonly classes: number
  /** From one cell to the next. */
  readonly pitch: number
  /** Between cells. */
  readonly gap: number
  /** Of the first cell. */
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly labels: readonly string[]
  readonly axis: AxisKind
  readonly turn: Turn
  readonly groups: readonly ClassGroup[]
}

/** What an axis takes, and from which pitch on it can be read. */
interface AxisRoom {
  readonly axis: AxisKind
  readonly turn: Turn
  readonly beside: number
  readonly below: number
  readonly leastPitch: number
}

/** Of the title beside the rows. */
const TITLE_WIDTH = 15
const TOP = 2
const RIGHT = 2
const LINE_HEIGHT = 15
const LABEL_MARGIN = 7
/** Of a typewriter's letter of 11 px. */
const LETTER_WIDTH = 6.7
/** Of a line of such letters, so that none touches the next. */
const LETTER_HEIGHT = 11
const LONGEST_LABEL = 9
const GREATEST_PITCH = 56
const NO_TURN: Turn = { beside: 0, below: 0 }
const TURN: Turn = { beside: 9, below: 11 }
/** Cells so large have their number written in them. */
export const LEAST_WITH_NUMBERS = 30

/**
 * The largest heatmap for a place, in whole pixels a cell, so that all cells are as large.
 * @param corner the width of what stands before the labels of the columns; 0 for nothing
 */
export function layoutHeatmap(
  characters: readonly string[],
  place: { readonly width: number; readonly height: number },
  corner = 0,
): HeatmapLayout {
  const labels = characters.map(shortened)
  const groups = classGroups(labels)
  const widthOfAll = (texts: readonly string[]): number =>
    Math.max(1, ...texts.map(widthOf)) * LETTER_WIDTH
  const width = widthOfAll(labels)
  const beside = width + LABEL_MARGIN
  const besideGroups = widthOfAll(groups.map(({ label }) => label)) + LABEL_MARGIN
  const byGroups: AxisRoom = {
    axis: 'groups',
    turn: NO_TURN,
    beside: besideGroups,
    below: LINE_HEIGHT,
    leastPitch: 0,
  }
  // From what takes the most room for a class to what takes the least.
  const ways: readonly AxisRoom[] = [
    {
      axis: 'each',
      turn: NO_TURN,
      beside,
      below: LINE_HEIGHT,
      leastPitch: Math.max(LETTER_HEIGHT, width + 1),
    },
    { axis: 'upward', turn: NO_TURN, beside, below: beside, leastPitch: LETTER_HEIGHT },
    {
      axis: 'each',
      turn: { ...TURN, below: 0 },
      beside: beside + TURN.beside,
      below: LINE_HEIGHT,
      leastPitch: Math.max(LETTER_HEIGHT / 2, width + 1),
    },
    {
      axis: 'each',
      turn: TURN,
      beside: beside + TURN.beside,
      below: LINE_HEIGHT + TURN.below,
      leastPitch: Math.max(LETTER_HEIGHT, width + 1) / 2,
    },
  ]
  const leftOf = ({ beside: ofLabels }: AxisRoom): number =>
    Math.ceil(Math.max(TITLE_WIDTH + ofLabels, corner))
  const pitchOf = (way: AxisRoom): number =>
    Math.floor(
      Math.min(
        GREATEST_PITCH,
        (place.width - leftOf(way) - RIGHT) / Math.max(1, labels.length),
        (place.height - TOP - way.below) / Math.max(1, labels.length),
      ),
    )
  const way = ways.find((one) => pitchOf(one) >= one.leastPitch) ?? byGroups
  const pitch = Math.max(1, pitchOf(way))
  const left = leftOf(way)
  return {
    classes: labels.length,
    pitch,
    gap: pitch >= 9 ? 1 : pitch >= 5 ? 0.5 : 0,
    left,
    top: TOP,
    width: left + pitch * labels.length + RIGHT,
    height: Math.ceil(TOP + pitch * labels.length + way.below),
    labels,
    axis: way.axis,
    turn: way.turn,
    groups,
  }
}

/** The cell at a place of the picture; null beside them. */
export function cellAt(layout: HeatmapLayout, x: number, y: number): Cell | null {
  const predicted = Math.floor((x - layout.left) / layout.pitch)
  const actual = Math.floor((y - layout.top) / layout.pitch)
  const isInside = (index: number): boolean => index >= 0 && index < layout.classes
  return isInside(actual) && isInside(predicted) ? { actual, predicted } : null
}

/** What a finger that has left the cells means: the nearest one. */
export function nearestCell(layout: HeatmapLayout, x: number, y: number): Cell {
  const inside = (place: number): number =>
    Math.min(layout.classes - 1, Math.max(0, Math.floor(place / layout.pitch)))
  return { actual: inside(y - layout.top), predicted: inside(x - layout.left) }
}

/** How far out a class's label stands. */
export function turnOf({ turn }: Pick<HeatmapLayout, 'turn'>, index: number): Turn {
  return index % 2 === 1 ? turn : NO_TURN
}

function shortened(label: string): string {
  const letters = [...label]
  return letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : label
}

/** In letters; those of Chinese, Japanese and Korean are nearly twice as wide. */
function widthOf(label: string): number {
  return [...label].reduce(
    (width, letter) =>
      width + (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(letter) ? 1.7 : 1),
    0,
  )
}
