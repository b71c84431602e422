import { ERROR_HINTS, type ErrorData } from '../../src-preload/contract/errors'

/** What the command line names by flags and commands has names of its own in a window; the longer ones first. */
const WORDS: readonly (readonly [said: RegExp, words: string])[] = [
  [/ Or name another source by --mirror, or take in/g, ' Or take in'],
  [/, or name another source by --mirror/g, ''],
  [/run the command again/g, 'try again'],
  [/`glyphlab data get [^`]*` fetches it( again)?/g, 'Data fetches it$1'],
  [
    /^Name one of these, or a folder with the files of one \(.\/FOLDER\); `glyphlab data list` shows what can be fetched/g,
    'Choose one of these; Data shows what can be fetched',
  ],
  [/`glyphlab data list` shows/g, 'Data shows'],
  [/`glyphlab data verify` tells/g, 'Checking the files in Data tells'],
  [/^`glyphlab data import [^`]*` makes/g, 'Taking them in under Data makes'],
  [/taken in by `glyphlab data import [^`]*`/g, 'taken in under Data'],
  [/ by `glyphlab data import`/g, ' under Data'],
  [/; `glyphlab runs` lists the runs there are/g, ''],
  [/, or go without by --no-corrections/g, ''],
  [/, --restore it/g, ', restore it'],
  [
    /^Evaluate on --part test, or name the data set/g,
    'Measure the test part, or choose the data set',
  ],
]

/** What was said, for a window: without flags and commands. */
export function windowText(text: string): string {
  return WORDS.reduce((said, [found, words]) => said.replace(found, words), text)
}

/** An error for a window. The hint that its code alone gives stays: a window has its own for some of them. */
export function windowError({ code, message, hint }: ErrorData): ErrorData {
  return {
    code,
    message: windowText(message),
    hint: hint === ERROR_HINTS[code] ? hint : windowText(hint),
  }
}
