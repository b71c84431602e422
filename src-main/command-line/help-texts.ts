/** What the help of a command says below its options. */
export interface CommandHelp {
  /** What is typed after `glyphlab`, and what it is for; a test parses each. */
  readonly examples: readonly (readonly [words: string, meaning: string])[]
  /** Where results go, and what else there is to know, in lines of at most 80 characters. */
  readonly notes: readonly string[]
}

/** By what is typed to reach the command; a test demands an entry for each. */
export const HELP_TEXTS: Readonly<Record<string, CommandHelp>> = {
  '': {
    examples: [
      ['train', 'the built-in strokes, in minutes'],
      ['data get emnist-balanced', 'EMNIST itself, 33 MB'],
      ['train --dataset emnist-balanced', 'a data set that was fetched or imported'],
      ['train --dataset ~/emnist --split balanced', "a folder with EMNIST's files"],
      ['runs', 'what has been trained'],
      ['evaluate last --dataset ~/emnist', 'measure the latest run on a data set'],
      ['predict last letter.png', 'which character a picture shows'],
    ],
    notes: [
      'Results go to standard output, progress and notes to standard error.',
      'Status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.',
      '',
      'Environment:',
      '  GLYPHLAB_HOME           the folder of runs and data sets (`glyphlab doctor` shows it)',
      '  GLYPHLAB_LIBTENSORFLOW  a folder with lib/ and include/ of libtensorflow to use',
    ],
  },
  models: {
    examples: [
      ['models', 'layers, parameters and multiply-adds of each'],
      ['models lenet --classes 10', 'one of them, for digits'],
      ['models mine.json', 'a network of your own, as `train --model mine.json` takes it'],
    ],
    notes: [
      "FILE.json is a list of layers, or what Keras's to_json() writes of a Sequential:",
      '  [{"kind": "Conv2D", "filters": 32, "kernelSize": 3}, {"kind": "ReLU"},',
      '   {"kind": "Flatten"}, {"kind": "Dense", "units": 47}]',
      'Kinds: Conv2D, BatchNormalization, ReLU, MaxPooling2D, GlobalAveragePooling2D,',
      'Dropout, Flatten, Dense.',
      'Images are 28x28x1 in [0, 1]; the last Dense has a unit a class and no softmax.',
    ],
  },
  train: {
    examples: [
      ['train', 'the built-in strokes, all settings as they are'],
      ['train --dataset ~/emnist --split balanced', "a folder with EMNIST's files"],
      ['train --epochs 30 --schedule cosine', 'longer, by another schedule'],
      ['train --repeat 5', 'five seeds: mean and standard deviation'],
      ['train --device gpu:1', 'on the second graphics card, or not at all'],
      ['train --json > events.jsonl', 'every event as a line of JSON'],
    ],
    notes: [
      'A run gets a folder of its own in `runs` of the data home: settings, metrics.jsonl,',
      'checkpoints, evaluations, events for TensorBoard. The report is printed at the end.',
      'Ctrl-C stops after the step; `glyphlab resume last` goes on from there.',
    ],
  },
  resume: {
    examples: [
      ['resume last', 'the latest run, to the bits it would have had'],
      ['resume last --epochs 30', 'longer than planned: a new run that names this one'],
    ],
    notes: ["Goes on in the run's own folder; with other settings a new one is made."],
  },
  runs: {
    examples: [
      ['runs', 'the latest first'],
      ['runs --sort validation', 'the best first, by data set'],
      ['runs --json', 'a line of JSON with all there is to know'],
    ],
    notes: ['What is measured on a test part is not for choosing: runs are ranked by validation.'],
  },
  'runs show': {
    examples: [['runs show last', 'settings, epochs, evaluations, machine, notes']],
    notes: [],
  },
  'runs note': {
    examples: [
      ['runs note last "wider dense layer" --tag wide', 'a note and a tag'],
      ['runs note last --star', 'one to find again'],
      ['runs note last --name "wide, two epochs"', 'what it is called in the window'],
    ],
    notes: ["Kept in notes.json of the run's folder."],
  },
  'runs export': {
    examples: [
      ['runs export last run.glyphlab', 'with checkpoints, measurements and notes'],
      ['runs export abcd /media/stick/abcd.glyphlab', 'by the end of its name'],
    ],
    notes: [
      'One that a process works on is refused. Folders of this machine are not in the file;',
      'a data set is named as the data home calls it. `runs import` takes it in.',
    ],
  },
  'runs import': {
    examples: [
      ['runs import run.glyphlab', 'then `glyphlab resume last` goes on with it'],
      ['runs import /media/stick/*.glyphlab', 'several'],
    ],
    notes: [
      'Every byte is held against the sizes and SHA-256 in the file before anything is kept.',
      'A run that is there already stays as it is; one of the same name with other content',
      'stays too, and the new one gets the next name.',
    ],
  },
  'runs condense': {
    examples: [['runs condense last ~/best', 'its network and figures, in a few megabytes']],
    notes: [
      "The folder is a run's own, with the weights of the best epoch rounded to bfloat16; both",
      'parts are measured as rounded. Without its optimizer it cannot be resumed.',
    ],
  },
  'runs delete': {
    examples: [['runs delete last', 'the latest run']],
    notes: [
      'Runs are moved to `trash` of the data home, and take their room until it is emptied.',
      'One that a process works on is refused.',
    ],
  },
  'runs restore': {
    examples: [['runs restore 20260131-120000-tiny-abcd', 'one that was deleted']],
    notes: ['Where another run has taken its place by now, nothing is changed.'],
  },
  evaluate: {
    examples: [
      ['evaluate last', 'the test part of the data set it was trained on'],
      [
        'evaluate last --dataset ~/other --predictions out.csv',
        'another one, with every prediction',
      ],
      ['evaluate --from theirs.csv --dataset ~/emnist', 'what PyTorch or Keras predicted'],
    ],
    notes: [
      "The report is printed and kept in `evaluations` of the run's folder; how often a test",
      'part has been measured is counted.',
    ],
  },
  predict: {
    examples: [
      ['predict last letter.png', 'the five most probable characters'],
      ['predict last scans/*.png --json', 'a line of JSON for each picture'],
    ],
    notes: [
      'Pictures are PNG or JPEG, one character each, of any size, dark on light or light on',
      'dark. What they are is told by their content, not by their names.',
      'They are drawn anew at 28 x 28 by the recipe that EMNIST was made with; one of 28 x 28',
      'that is light on dark is taken as it is.',
    ],
  },
  data: {
    examples: [
      ['data list', 'those of the data home, and those that can be fetched'],
      ['data get emnist-balanced', 'from NIST'],
      ['data import ~/letters', 'your own pictures, a folder a class'],
      ['data show strokes --sheet samples.png', 'what is in it, and how it looks'],
    ],
    notes: ['They lie in `datasets` of the data home, a folder each.'],
  },
  'data import': {
    examples: [
      ['data import ~/letters', 'pictures, a folder a class: letters/A/1.png, letters/B/…'],
      ['data import ~/Downloads/archive.zip --split letters', 'of Kaggle, or of NIST'],
      ['data import ~/fashion-mnist', "MNIST's file names; Fashion-MNIST and KMNIST are known"],
      ['data import ~/signs_train.csv --mapping signs.txt', 'a label and 784 pixels a line'],
    ],
    notes: [
      'Pictures are PNG or JPEG of any size and colour, drawn anew at 28 x 28 as `predict` does.',
      'A folder is called as its character is, or as U+0041 for A, which every system allows.',
      'Folders train and test, where there are no others, are the parts; else the pictures',
      'are parted by --test-share and --seed, equal ones together. Files are copied: what was',
      'imported may be removed.',
    ],
  },
  'data list': {
    examples: [['data list --json', 'the same for programs']],
    notes: [],
  },
  'data get': {
    examples: [
      ['data get emnist-balanced', '33 MB from NIST'],
      ['data get emnist-letters --mirror https://example.org/emnist/', 'from a copy nearby'],
      ['data get kaggle --split digits', "Kaggle's CSVs, by your own token"],
    ],
    notes: [
      "The four files of a split are fetched out of NIST's archive, or from a mirror, and held",
      'against the published SHA-256. What was cut off is gone on with by the same command.',
      'Kaggle asks who you are: KAGGLE_USERNAME and KAGGLE_KEY, or ~/.kaggle/kaggle.json.',
      'Without internet: fetch gzip.zip elsewhere, then `data import gzip.zip --split balanced`.',
      '',
      'Environment:',
      '  GLYPHLAB_MIRRORS                   addresses, separated by spaces, in place of the usual ones',
      '  HTTPS_PROXY, HTTP_PROXY, NO_PROXY  a proxy, as http://name:password@host:port, and hosts without',
    ],
  },
  'data make': {
    examples: [
      ['data make strokes --name many --train-per-class 2000', 'train --dataset many uses it'],
      ['data make strokes --seed 2 --folder ~/strokes2', 'other images, in a folder of your own'],
      ['data make legibility --from emnist-balanced', 'characters, and doodles that are none'],
    ],
    notes: [
      'Images depend on the seed and their place alone: more of them begin with the same ones.',
      '`strokes` itself is made by itself when it is first needed.',
    ],
  },
  'data show': {
    examples: [
      ['data show strokes', 'the built-in pen strokes'],
      ['data show ~/emnist --split balanced', 'one split of several'],
      ['data show strokes --sheet samples.png', 'a row of images for each class'],
      ['data show strokes --sheet o.png --class O --part test', 'images of one class'],
      ['data show strokes --sheet means.png --mean', 'the mean image of each class'],
    ],
    notes: [
      'The fingerprint tells whether two data sets hold the same images and labels.',
      'With --json the places of duplicates, and of the images on a sheet, are told:',
      '`data correct` takes them.',
    ],
  },
  'data correct': {
    examples: [
      ['data correct strokes train:17 test:3 --exclude --reason "no character"', 'left out'],
      ['data correct strokes train:18 --label O', 'of another class'],
      ['data correct strokes train:17 --restore', 'as the files have it'],
    ],
    notes: [
      'The files are never changed: corrections are in `corrections` of the data home, and hold',
      'for the same images wherever they lie. Training, measuring and showing take them unless',
      '--no-corrections is given; a run names them, and is resumed with those it began with.',
    ],
  },
  'data corrections': {
    examples: [['data corrections strokes', 'place, class, correction, reason, time']],
    notes: [],
  },
  'data verify': {
    examples: [
      ['data verify emnist-balanced', 'every file read again, a line each'],
      ['data verify ~/emnist --split balanced', "are these EMNIST's own files?"],
    ],
    notes: [
      'Compared with what was written down when the set was stored, and with the SHA-256 of the',
      'files that EMNIST publishes. Status 1 where a file is damaged.',
    ],
  },
  'data remove': {
    examples: [['data remove emnist-letters', 'says what it freed']],
    notes: ['Runs keep what they have learnt and measured; resuming one needs its data set.'],
  },
  doctor: {
    examples: [
      ['doctor', 'what this machine has, and how long a step takes'],
      ['doctor --json > doctor.json', 'the same, for a report of a fault'],
    ],
    notes: [
      'Installs the TensorFlow runtime where there is none yet. Status 1 where something does not work,',
      'with the cause: also where there is a graphics card that cannot be used.',
    ],
  },
  'gpu-check': {
    examples: [
      ['gpu-check', 'a report in this folder, gpu-check-….md and .json'],
      ['gpu-check --tf32 off', 'float32 with all its bits'],
    ],
    notes: [
      'Trains two small networks on drawn strokes, on the processor and on the card: times, losses and',
      'accuracy side by side, a minute or two. The report names neither you nor your folders. Status 1',
      'where there is no card to check, which the report gives the cause of, or where it differs.',
    ],
  },
  runtime: {
    examples: [
      ['runtime list', 'what is there, and what it takes on the disk'],
      ['runtime install', 'before the first training, while there is a connection'],
    ],
    notes: ["It lies in the system's cache folder, or in `cache` of GLYPHLAB_HOME."],
  },
  'runtime list': {
    examples: [['runtime list', 'the used one, older ones, damaged ones']],
    notes: [],
  },
  'runtime install': {
    examples: [
      ['runtime install cpu', 'the one for the processor'],
      ['runtime install gpu', 'the one for NVIDIA graphics cards (Linux x64)'],
      ['runtime install gpu --from /media/stick/gpu', 'without any network'],
    ],
    notes: [
      'From wheels by pip (for the processor, else from the archive of the vendor), each',
      'compared with its published hash. cpu: 274 MB to fetch, 640 MB on the disk. gpu: 3.3 GB',
      'to fetch, 4.7 GB on the disk, 9.1 GB meanwhile; one that was cut off goes on where it',
      'stopped.',
    ],
  },
  'runtime pack': {
    examples: [['runtime pack /media/stick/gpu gpu', 'all that the other machine needs']],
    notes: [
      'For a machine of the same system: wheels, the compiled binding, hashes of both. There:',
      '`glyphlab runtime install gpu --from /media/stick/gpu`, without network and compiler.',
    ],
  },
  'runtime remove': {
    examples: [
      ['runtime remove', 'says what it freed'],
      ['runtime remove gpu', 'and leaves the one for the processor'],
    ],
    notes: [
      'The next command that computes installs the one for the processor again. What came with',
      'an installed app stays.',
    ],
  },
  serve: {
    examples: [
      ['serve', 'open the address that it prints; on another machine, by a tunnel:'],
      ['serve --port 9000 --json', 'ssh -L 9000:127.0.0.1:9000 HOST, there'],
      ['serve --host 0.0.0.0', 'for a network that you trust'],
    ],
    notes: [
      'The address has a token in it, new each time: only windows that were opened with it are',
      'answered. Several may be open, also in several browsers; all show the same.',
      'Ctrl-C ends it with status 0, once what trains has stopped: it can be resumed.',
      'What is refused and what fails is in `logs` of the data home.',
    ],
  },
  completion: {
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/glyphlab', 'bash'],
      ['completion zsh > ~/.zfunc/_glyphlab', 'zsh, with ~/.zfunc in fpath'],
      ['completion fish > ~/.config/fish/completions/glyphlab.fish', 'fish'],
      ['completion powershell >> $PROFILE', 'PowerShell'],
    ],
    notes: [
      'The shell must know a command `glyphlab`. From a checkout, give it one (bash, zsh):',
      '  glyphlab() { node /path/to/checkout/bin/glyphlab.mjs "$@"; }',
    ],
  },
}
