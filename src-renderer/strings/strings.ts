import { errorText, hintOf, sentence } from './en-errors'
import { CONFUSION } from './en-confusion'
import { DATA } from './en-data'
import { EVENT } from './en-event'
import { numberFault } from './en-number'
import { DROP_ZONE } from './en-drop-zone'
import { RESULTS } from './en-results'
import { RUNS } from './en-runs'
import { SETTINGS } from './en-settings'
import { SHELL } from './en-shell'
import {
  CURVE_KEYS,
  DATA_KEYS,
  RESULTS_KEYS,
  RUNS_KEYS,
  SHORTCUT_WORDS,
  SKETCH_KEYS,
} from './en-shortcuts'
import { SKETCH } from './en-sketch'
import { TRAIN_FORM } from './en-train-form'
import { TRAIN_RUN } from './en-train-run'

/** Every text of the window, by screen; another language is another object of this type. */
const EN = {
  shell: SHELL,
  trainForm: TRAIN_FORM,
  trainRun: TRAIN_RUN,
  results: RESULTS,
  confusion: CONFUSION,
  runs: RUNS,
  data: DATA,
  event: EVENT,
  dropZone: DROP_ZONE,
  settings: SETTINGS,
  sketch: SKETCH,
  shortcuts: SHORTCUT_WORDS,
  curveKeys: CURVE_KEYS,
  resultsKeys: RESULTS_KEYS,
  sketchKeys: SKETCH_KEYS,
  runsKeys: RUNS_KEYS,
  dataKeys: DATA_KEYS,
  numberFault,
  hintOf,
  errorText,
  sentence,
} as const

export type Strings = typeof EN

export function useStrings(): Strings {
  return EN
}
