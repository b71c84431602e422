/**
 * Every error a user can meet, once: its code and the sentence that says what to do next. A thrower may
 * give a sharper hint. `usage` ends a command with status 2, all others with 1.
 */
export const ERROR_HINTS = {
  usage: 'Run the command with --help to see what it takes.',
  'dataset-missing':
    'Name a folder with EMNIST file names (emnist-<split>-train-images-idx3-ubyte.gz and its siblings).',
  'dataset-invalid': 'Fetch the file again, or compare it with its published checksum.',
  'batch-too-large': 'Choose a smaller --batch-size or a larger data set.',
  'model-invalid': 'Correct the named layer; `glyphlab models` shows working networks.',
  'loss-not-finite':
    'Try a lower --learning-rate, --warm-up 1, or --precision float32 if it was bfloat16.',
  'runtime-missing':
    'Set GLYPHLAB_LIBTENSORFLOW to a folder with lib/ and include/, or install Python 3 with pip, or connect to the internet once.',
  'runtime-install-failed': 'Run the command again; what was fetched whole is kept.',
  'runtime-invalid': 'Remove the folder named above and run the command again to install it anew.',
  'out-of-memory': 'Choose a smaller --batch-size, or close other programs.',
  'process-crashed': 'Run `glyphlab doctor` to check the TensorFlow runtime.',
  'process-killed': 'Free some memory or choose a smaller --batch-size, then start again.',
  'output-failed': 'Free some space, or direct the output elsewhere.',
  internal: 'This is a fault in Glyphlab: please report it with the message above.',
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof ERROR_HINTS

/** An error as it crosses a process boundary, and as `--json` prints it. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}
