import { className } from '../../src-preload/contract/class-name'
import type { LikelyClass } from '../../src-preload/contract/sketch'
import { formatCount, formatPercent } from './format'

const sketches = (count: number): string =>
  count === 1 ? '1 sketch' : `${formatCount(count)} sketches`

/** Texts of Sketch. */
export const SKETCH = {
  title: 'Sketch',
  paper: 'Drawing square: draw one character with mouse, touch or pen',
  placeholder: 'Write one letter or digit here',
  full: 'The sheet is full: clear it, or take something back.',
  guides: 'Guides',
  eventMode: 'Event mode',

  picker: {
    label: (title: string) => `Model: ${title}`,
    secondLabel: (title: string | null) =>
      title === null ? 'Compare with another model' : `Compared with ${title}`,
    compare: 'Compare with…',
    none: 'No second model',
    filter: 'Find a run',
    nothing: 'No run is like that.',
    more: (count: number) => `${formatCount(count)} more: find them by a word.`,
    builtIn: 'Built-in model',
    gone: 'A run that is gone',
    opening: 'Loading the model',
    openingMany: 'Loading the models',
    /** Beside an accuracy stands what it was measured on. */
    measured: (accuracy: number, data: string) => `${formatPercent(accuracy)} on ${data}`,
    validated: (accuracy: number, data: string) =>
      `${formatPercent(accuracy)} on ${data}, by validation`,
    unmeasured: 'not measured',
  },
  readIn: (milliseconds: number) => `Read in ${milliseconds.toFixed(1)} ms`,

  stroke: 'Stroke',
  strokeWidth: 'Stroke width',
  strokeWidthValue: (width: number) => `${formatCount(width)} of 672`,
  pressure: 'Pen pressure',
  undo: 'Undo',
  redo: 'Redo',
  clear: 'Clear',

  reading: 'Reading',
  unread: 'The reading appears here while you draw.',
  /** The figure of the answer, without its sign. */
  figure: (probability: number) => (probability * 100).toFixed(1),
  percentSign: '%',
  probability: (value: number) =>
    value > 0 && value < 0.0005 ? 'under 0.1 %' : formatPercent(value, 1),
  sure: (characters: readonly string[]) =>
    characters.length > 1 ? `Sure: ${className(characters)}.` : 'Sure.',
  notSure: 'Not sure.',
  couldAlsoBe: 'It could also be',
  or: 'or',
  illegible: 'I cannot read this.',
  illegibleHelp: 'It does not look like one letter or digit.',
  topFive: 'What it could be',
  gone: 'This model is not there any more. Choose another; the sketch stays.',
  failed: 'This model could not read it.',
  refused: 'The sheet could not be read.',
  tryAgain: 'Try again',
  toSettings: 'Go to Settings',

  sees: 'What the model sees',
  seesLabel: 'The drawing as the model sees it: 28 by 28 pixels, white on black',
  seesNothing: 'Nothing is drawn yet',
  steps: ['Ink, 128 × 128', 'Blurred, σ = 1', 'Cropped, squared, 2 px border', '28 × 28, bicubic'],
  asYouDrew: 'As you drew',
  timeline: (names: readonly string[]) =>
    names.length === 0 ? 'Nothing was read yet' : `Read in turn: ${names.join(', ')}`,
  unreadable: 'not readable',

  tabs: {
    label: 'Reading, corrections and recent sketches',
    names: { reading: 'Reading', wrong: 'Wrong?', recent: 'Recent' },
  },

  wrong: 'Wrong? It is…',
  keysLabel: 'What it is',
  itIs: (character: string) => `It is ${character}`,
  isNone: 'Not a character',
  noneKey: 'none',
  noneLabel: 'None: not a character',
  correctHelp:
    'Type the character or press its key; the next guesses are tinted. Corrections go to',
  mySketches: 'My sketches',
  correctHelpEnd: ', a data set you can train on.',
  corrected: (character: string) => `Kept as ${character}. Press it again to take it back.`,
  correctedNone: 'Kept as no character. Press it again to take it back.',
  notKept: 'The sketch was not kept.',

  recent: 'Recent',
  recentOf: (shown: number, total: number) =>
    shown === total ? formatCount(total) : `${formatCount(shown)} of ${formatCount(total)}`,
  recentNone: 'What you clear away or correct is kept here.',
  recentFailed: 'The recent sketches could not be listed.',
  notRead: 'not read',
  noCharacter: 'none',
  putBack: (name: string) => `Put back onto the sheet: ${name}`,
  readWrong: (said: string, truth: string) => `${truth}, read as ${said}`,
  more: 'Show more',
  /** @param seen what stands there */
  menu: (seen: string, name: string) =>
    seen === name ? `What to do with ${name}` : `${seen}: what to do with ${name}`,
  items: {
    open: 'Put back onto the sheet',
    'take-back': 'Take back the correction',
    delete: 'Delete…',
  },
  inDataset: (count: number) => `In My sketches: ${formatCount(count)}`,
  showInData: 'Show in Data',
  export: 'Export',
  deleteAll: 'Delete all…',
  remove: {
    titleOne: 'Delete this sketch?',
    titleAll: (count: number) => `Delete ${sketches(count)}?`,
    description:
      'It cannot be brought back. Where it was corrected, the data set My sketches loses it, too.',
    descriptionAll:
      'They cannot be brought back. The data set My sketches goes with them; runs that were trained on it stay.',
    cancel: 'Cancel',
    one: 'Delete',
    all: 'Delete all',
  },

  /** For a screen reader. */
  announced: (answers: readonly LikelyClass[], certainty: 'sure' | 'not-sure' | 'illegible') => {
    const [first, second] = answers
    if (certainty === 'illegible' || first === undefined) return 'I cannot read this.'
    const said = `${className(first.characters)}, ${formatPercent(first.probability, 0)}.`
    if (certainty === 'sure' || second === undefined) return said
    return `Not sure: ${said} It could also be ${className(second.characters)}.`
  },
} as const
