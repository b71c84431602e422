import type { ShortcutName } from '../shell/shortcuts'

/** What each key does, in the list of them. */
export const SHORTCUT_WORDS = {
  train: 'Train',
  results: 'Results',
  runs: 'Runs',
  data: 'Data',
  settings: 'Settings',
  theme: 'Light or dark',
  shortcuts: 'This list',
  start: 'Start the run, or queue it',
  'pause-resume': 'Pause or resume, outside a field',
  stop: 'Stop the run (asks first)',
  log: 'Show or hide the log',
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

/** Keys of Data, which it handles itself. */
export const DATA_KEYS = [
  { shown: ['P'], words: 'Data: pause a download, or go on with it' },
  { shown: ['↑', '↓', '←', '→'], words: 'Data: from class to class, or image to image' },
  { shown: ['Enter'], words: 'Data: every image of a class' },
  { shown: ['Space'], words: 'Data: select an image' },
  { shown: ['Ctrl', 'Z'], words: 'Data: take back the last correction' },
] as const
