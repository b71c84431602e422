import type { ShortcutName } from '../shell/shortcuts'

/** What each key does, in the list of them. */
export const SHORTCUT_WORDS = {
  train: 'Train',
  results: 'Results',
  sketch: 'Sketch',
  runs: 'Runs',
  data: 'Data',
  settings: 'Settings',
  theme: 'Light or dark',
  shortcuts: 'This list',
  start: 'Start the run, or queue it',
  'pause-resume': 'Pause or resume, outside a field',
  stop: 'Stop the run (asks first)',
  log: 'Show or hide the log',
  'event-mode': 'Event mode: the pad alone, for visitors',
} as const satisfies Readonly<Record<ShortcutName, string>>

/** Keys of the curves, which they handle themselves. */
export const CURVE_KEYS = [
  { shown: ['S'], words: 'Curves: smoothing on or off' },
  { shown: ['L'], words: 'Curves: linear or logarithmic' },
  { shown: ['T'], words: 'Curves: table of epochs' },
  { shown: ['←', '→'], words: 'In the curves: read from step to step' },
  { shown: ['PgUp', 'PgDn'], words: 'In the curves: from epoch to epoch' },
  { shown: ['Home', 'End'], words: 'In the curves: to the first or the last step' },
  { shown: ['+', '-', '0'], words: 'In the curves: nearer, farther, all' },
  { shown: ['Shift', '←', '→'], words: 'In the curves: move what is shown' },
  { shown: ['Esc'], words: 'Close what lies on top' },
] as const

/** Keys of Results, which it handles itself. */
export const RESULTS_KEYS = [
  { shown: ['1', '2', '3'], words: 'Results: counts, by true class, by predicted class' },
  { shown: ['D'], words: 'Results: mute the diagonal' },
  { shown: ['N'], words: 'Results: the next mistake in size' },
  { shown: ['↑', '↓', '←', '→'], words: 'In the matrix: from cell to cell' },
  { shown: ['Enter'], words: 'In the matrix: the images of the cell' },
  { shown: ['/'], words: 'Results: filter the classes' },
  { shown: ['Ctrl', 'E'], words: 'Results: export again' },
] as const

/** Keys of Sketch, which it handles itself. */
export const SKETCH_KEYS = [
  { shown: ['0 … z'], words: 'Sketch: any character says what the sketch is' },
  { shown: ['Ctrl', 'Z'], words: 'Sketch: take back the last stroke' },
  { shown: ['Ctrl', 'Shift', 'Z'], words: 'Sketch: bring it back' },
  { shown: ['Del'], words: 'Sketch: clear the sheet' },
  { shown: ['[', ']'], words: 'Sketch: thinner or thicker strokes' },
  { shown: ['Ctrl', 'G'], words: 'Sketch: guides; on an empty sheet G alone' },
] as const

/** Keys of Runs, which its list handles itself. */
export const RUNS_KEYS = [
  { shown: ['↑', '↓'], words: 'Runs: from run to run' },
  { shown: ['Space'], words: 'Runs: select a run to compare, or to delete' },
  { shown: ['←', '→'], words: 'Runs: close or open repeats' },
  { shown: ['F'], words: 'Runs: star' },
  { shown: ['E'], words: 'Runs: note and tags' },
  { shown: ['F2'], words: 'Runs: name' },
  { shown: ['R'], words: 'Runs: resume' },
  { shown: ['N'], words: 'Runs: these settings for a new run' },
  { shown: ['Enter'], words: 'Runs: see the results' },
  { shown: ['Del'], words: 'Runs: delete (asks first)' },
  { shown: ['Ctrl', 'Z'], words: 'Runs: bring back what was deleted' },
] as const

/** Keys of Data, which it handles itself. */
export const DATA_KEYS = [
  { shown: ['P'], words: 'Data: pause a download, or go on with it' },
  { shown: ['↑', '↓', '←', '→'], words: 'Data: from class to class, or image to image' },
  { shown: ['Enter'], words: 'Data: every image of a class' },
  { shown: ['Space'], words: 'Data: select an image' },
  { shown: ['Ctrl', 'Z'], words: 'Data: take back the last correction' },
] as const
