import { z } from 'zod'

/**
 * Every error a user can meet, once: its code and the sentence that says what to do next. A thrower may
 * give a sharper hint. `usage` ends a command with status 2, all others with 1.
 */
export const ERROR_HINTS = {
  usage: 'Run the command with --help to see what it takes.',
  'dataset-missing':
    'Name a folder with EMNIST file names (emnist-<split>-train-images-idx3-ubyte.gz and its siblings), or take in what you have by `glyphlab data import`.',
  'dataset-exists': 'Choose another --name, or make it anew by --replace.',
  'dataset-in-use':
    'Wait until it has ended, or remove it all the same by --force: the run goes on, but cannot be resumed.',
  'dataset-invalid': 'Fetch the file again, or compare it with its published checksum.',
  'archive-invalid':
    'Fetch the archive again; one that a program you trust unpacks can be given as a folder instead.',
  'credentials-missing':
    'Give KAGGLE_USERNAME and KAGGLE_KEY, or kaggle.json; or download the data set in the browser and run `glyphlab data import`.',
  'batch-too-large': 'Choose a smaller --batch-size or a larger data set.',
  'model-invalid': 'Correct the named layer; `glyphlab models` shows working networks.',
  'weights-invalid':
    'Fetch or write the file again, or name the .safetensors file of a network with the same layers.',
  'loss-not-finite':
    'Try a lower --learning-rate (`glyphlab resume RUN` takes one, too), --warm-up 1, or --precision float32 if it was bfloat16.',
  'runtime-missing':
    'Set GLYPHLAB_LIBTENSORFLOW to a folder with lib/ and include/, or install Python 3 with pip, or connect to the internet once.',
  'runtime-install-failed': 'Run the command again; what was fetched whole is kept.',
  'runtime-invalid': 'Remove the folder named above and run the command again to install it anew.',
  'device-missing':
    '`glyphlab doctor` says why; without --device, what works is used: a graphics card, or the processor.',
  'gpu-differs':
    'Train with --device cpu meanwhile, and send the report that was written to those who make Glyphlab.',
  'runtime-busy': 'Wait until the other process is done, then run the command again.',
  'out-of-memory': 'Choose a smaller --batch-size, or close other programs.',
  'image-invalid': 'Name a PNG or JPEG file that shows one character.',
  'process-crashed': 'Run `glyphlab doctor` to check the TensorFlow runtime.',
  'process-killed': 'Free some memory or choose a smaller --batch-size, then start again.',
  'download-failed':
    'Check the connection (behind a proxy, set HTTPS_PROXY) and run the command again: it goes on where it stopped. Or carry the files by hand and take them in by `glyphlab data import`.',
  'no-connection':
    'Connect to the internet (behind a proxy, set HTTPS_PROXY) and run the command again: it goes on where it stopped. Or carry the files by hand and take them in by `glyphlab data import`.',
  'checksum-differs': 'Try again later, or name another source by --mirror.',
  'output-failed': 'Free some space, or direct the output elsewhere.',
  'disk-full': 'Free some space and run the command again; what was saved before is kept.',
  'run-missing': '`glyphlab runs` lists the runs there are; --runs names another folder of runs.',
  'run-damaged':
    'Restore the file from a copy, or start a new run; what else is in the folder can still be read.',
  'run-newer': 'Update Glyphlab to open this run.',
  'run-locked':
    'Wait until it has ended, or stop it there; where it is long gone, remove run.lock.',
  'run-finished': 'Name what is to change, such as --epochs 30: that goes on in a new run.',
  'dataset-changed':
    'Bring back the data set as it was, or start a new run with --weights and the checkpoint of this one.',
  'correction-refused': 'Name images by part and place, such as train:17 or test:3.',
  'corrections-invalid':
    'Correct the named line or restore the file from a copy; --no-corrections goes without it.',
  'corrections-missing':
    'Bring back the file named above and the data set as they were, or start a new run.',
  'predictions-invalid':
    'Give a CSV file with a line an image, in the order of the part or with an index column, and a column of probabilities for each class.',
  'measurement-missing':
    'It may have been removed meanwhile: measure again, or choose another one.',
  'predictions-missing': 'Measure the run on this data set again: that keeps them.',
  'not-comparable': 'Choose two measurements of the same part of the same data set.',
  'classes-differ': 'Name a data set with the classes that the network was trained on.',
  'model-missing': 'Install Glyphlab anew, or choose the model of a run.',
  'sketch-missing':
    'It was deleted, or newer ones took its place; the list shows the sketches there are.',
  'sketches-invalid':
    'Correct the named line or restore the file from a copy; where it is removed, sketches begin anew.',
  'request-unknown': 'Reload the window: it is of another version than the program.',
  'request-invalid':
    'Reload the window; if it comes again, please report it with the message above.',
  'sender-refused': 'Open the window anew, or the address that `glyphlab serve` prints.',
  'connection-lost': 'Wait until the window is connected again; what was running goes on.',
  'serve-failed':
    'Choose another --port or --host; without them, a free port of this machine is taken.',
  'not-possible-here': 'Do it in the desktop application, or from the command line.',
  'job-missing': 'It was removed in another window; the list shows the jobs there are.',
  'job-refused': 'Wait until the job is where it can take this.',
  internal: 'This is a fault in Glyphlab: please report it with the message above.',
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof ERROR_HINTS

const codes = Object.keys(ERROR_HINTS) as [ErrorCode, ...ErrorCode[]]

/** An error as it crosses a process boundary, as `--json` prints it and as a run keeps it. */
export const errorSchema = z.strictObject({
  code: z.enum(codes),
  message: z.string(),
  hint: z.string(),
})
export type ErrorData = Readonly<z.infer<typeof errorSchema>>
