import { errorText, hintOf, sentence } from './en-errors'
import { SETTINGS } from './en-settings'
import { SHELL } from './en-shell'
import { CURVE_KEYS, SHORTCUT_WORDS } from './en-shortcuts'
import { TRAIN_FORM } from './en-train-form'
import { TRAIN_RUN } from './en-train-run'

/** Every text of the window, by screen; another language is another object of this type. */
const EN = {
  shell: SHELL,
  trainForm: TRAIN_FORM,
  trainRun: TRAIN_RUN,
  settings: SETTINGS,
  shortcuts: SHORTCUT_WORDS,
  curveKeys: CURVE_KEYS,
  hintOf,
  errorText,
  sentence,
} as const

export type Strings = typeof EN

export function useStrings(): Strings {
  return EN
}
