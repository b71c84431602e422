import { ERROR_HINTS, type ErrorCode, type ErrorData } from '../../src-preload/contract/errors'

/** What to do next, in the window: the hints of the table speak of commands and flags. */
const WINDOW_HINTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  usage: 'Change what is named here, and try again.',
  'dataset-missing': 'Choose another data set, or take in what you have under Data.',
  'dataset-exists': 'Choose another name, or let it replace the one that is there.',
  'batch-too-large': 'Choose a smaller batch size or a larger data set.',
  'run-missing': 'Runs lists those there are; what was deleted can be restored there.',
  'model-invalid': 'Choose another network.',
  'loss-not-finite':
    'Start again with a lower learning rate or some warm-up, or in float32 if it was bfloat16.',
  'runtime-missing': 'Install the TensorFlow runtime in Settings.',
  'runtime-install-failed': 'Try again: what was fetched whole is kept.',
  'runtime-invalid': 'Install the runtime anew in Settings.',
  'runtime-busy': 'Wait until the other process is done, then try again.',
  'device-missing': 'Settings say why. Choose another device for the run, such as the processor.',
  'gpu-differs':
    'Train on the processor meanwhile, and send the report that was written to those who make Glyphlab.',
  'out-of-memory': 'Choose a smaller batch size, or close other programs.',
  'process-crashed': 'Check the machine in Settings; the run goes on from its last checkpoint.',
  'process-killed':
    'Free some memory or choose a smaller batch size; the run goes on from its last checkpoint.',
  'download-failed': 'Check the connection and try again: it goes on where it stopped.',
  'no-connection': 'Connect to the internet and try again: it goes on where it stopped.',
  'checksum-differs': 'Try again later: nothing of it was kept.',
  'disk-full': 'Free some space and try again; what was saved before is kept.',
  'dataset-changed': 'Bring back the data set as it was, or start a new run.',
  'corrections-invalid':
    'Correct the named line or restore the file from a copy; a run can also leave corrections out.',
  'credentials-missing':
    'Download kaggle.json anew from Kaggle; or download the data set in the browser, and take the file in under Data.',
  'dataset-in-use': 'Wait until the run that uses it has ended.',
  'run-finished': 'Duplicate its settings and start a new run.',
}

/** An error's hint: a thrower's own, or else the window's words for its code. */
export function hintOf({ code, hint }: ErrorData): string {
  return hint === ERROR_HINTS[code] ? (WINDOW_HINTS[code] ?? hint) : hint
}

/** A message as a sentence of its own. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  const isWhole = /[.!?…]$/.test(trimmed)
  // An address or the name of a file stays as it is written.
  const isWord = /^\p{L}+(?:[\s,;’']|:\s|$)/u.test(trimmed)
  const first = isWord ? trimmed.charAt(0).toUpperCase() : trimmed.charAt(0)
  return `${first}${trimmed.slice(1)}${isWhole ? '' : '.'}`
}

/** What happened, and what to do next. */
export function errorText(error: ErrorData): string {
  return `${sentence(error.message)} ${sentence(hintOf(error))}`
}
