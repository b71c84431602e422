import type { Device } from '../../src-preload/contract/job'
import type { PresetName } from '../../src-preload/contract/presets'
import type { SettingsDraft } from '../experiment/draft'
import type { NumberRange } from '../experiment/number-range'
import type { NumberSettingName } from '../experiment/number-settings'
import { rangeWords } from './en-number'
import { formatBytes, formatCount, formatDuration, formatPlain } from './format'

interface SettingWords {
  readonly label: string
  readonly help: string
  readonly unit?: string
}

const NUMBERS: Readonly<Record<NumberSettingName, SettingWords>> = {
  firstFilters: { label: 'Filters, block 1', help: 'Channels of the first two convolutions.' },
  secondFilters: { label: 'Filters, block 2', help: 'Channels of the other two convolutions.' },
  denseUnits: { label: 'Dense units', help: 'Units of the hidden layer before the answer.' },
  convolutionDropout: {
    label: 'Block dropout',
    help: 'Share of values set to nought after each block, against learning by heart.',
  },
  denseDropout: {
    label: 'Dense dropout',
    help: 'Share of values set to nought after the hidden layer.',
  },
  epochs: { label: 'Epochs', help: 'At most so many passes over the training images.' },
  batchSize: { label: 'Batch size', help: 'Images a step. More are faster and take more memory.' },
  learningRate: {
    label: 'Learning rate',
    help: 'How far a step moves the weights: after warm-up, before any reduction.',
  },
  weightDecay: {
    label: 'Weight decay',
    help: 'How strongly AdamW pulls the weights towards nought.',
  },
  momentum: { label: 'Momentum', help: 'Share of the step before that goes on in the next.' },
  plateauFactor: { label: 'Reduce to', help: 'The rate is multiplied by this on a plateau.' },
  plateauPatience: {
    label: 'Reduce after',
    help: 'Epochs without a lower validation loss before the rate is reduced.',
    unit: 'epochs',
  },
  plateauMinimum: { label: 'Lowest rate', help: 'The rate is never reduced below this.' },
  cosineMinimum: { label: 'Last rate', help: 'Where the cosine ends, after the last epoch.' },
  warmUpEpochs: {
    label: 'Warm-up',
    help: 'The rate rises from nought over so many epochs.',
    unit: 'epochs',
  },
  earlyStoppingPatience: {
    label: 'Patience',
    help: 'Epochs without a lower validation loss before training stops.',
    unit: 'epochs',
  },
  seed: {
    label: 'Seed',
    help: 'Decides weights, order, distortion and dropout. Same seed, same run.',
  },
  splitSeed: { label: 'Split seed', help: 'Decides which images validate.' },
  validation: {
    label: 'Validation',
    help: 'Share of the training part that is held out to choose by.',
    unit: '%',
  },
  rotationDegrees: { label: 'Rotate', help: 'Turned by at most so far either way.', unit: '°' },
  shift: { label: 'Shift', help: 'Moved by at most so many of the 28 pixels.', unit: 'px' },
  zoom: { label: 'Zoom', help: 'Larger or smaller by at most so much.', unit: '%' },
  shear: { label: 'Shear', help: 'Slanted: the tangent of the angle, 0.1 is nearly 6°.' },
  strokeWidth: {
    label: 'Strokes',
    help: 'Thicker or thinner by at most so much; at 1, by a pixel on either side.',
  },
  share: {
    label: 'Share changed',
    help: 'Of so many images; the others are trained on as they are.',
    unit: '%',
  },
  redraw: {
    label: 'Redrawn',
    help: 'So many images as if drawn on the sketch pad, with lines of any width.',
    unit: '%',
  },
  labelSmoothing: {
    label: 'Label smoothing',
    help: 'Share of each target that is spread over all classes.',
  },
  weightAveraging: {
    label: 'Decay a step',
    help: 'How slowly the average of the weights follows them.',
  },
  limit: { label: 'Images', help: 'Train on so many images only, each class in its share.' },
}

/** Texts of the sheet at the left of Train. */
export const TRAIN_FORM = {
  title: 'Experiment',
  presets: 'Preset',
  presetNames: {
    'seed-cnn': 'Seed CNN',
    'best-accuracy': 'Best accuracy',
    'quick-check': 'Quick check',
    lenet: 'LeNet',
    tiny: 'Tiny',
  } satisfies Readonly<Record<PresetName, string>>,
  custom: 'Custom',
  duplicate: 'Duplicate as new',
  backToRun: 'Back to the run',
  lockedBy: {
    queued: 'Locked: it waits in the queue.',
    paused: 'Locked: it is paused.',
    working: 'Locked until this run ends.',
  },
  duplicateNote: 'It will start when the run at work has ended.',
  sections: {
    data: 'Data',
    model: 'Model',
    training: 'Training',
    augmentation: 'Augmentation',
    more: 'More settings',
  },
  numbers: NUMBERS,
  help: (name: NumberSettingName, range: NumberRange, shownDefault: number): string => {
    const { help, unit } = NUMBERS[name]
    const words = rangeWords(range)
    const suffix = unit === undefined ? '' : unit === '°' ? unit : ` ${unit}`
    return `${help} ${words.charAt(0).toUpperCase()}${words.slice(1)}${suffix}; default ${formatPlain(shownDefault)}${suffix}.`
  },
  dataset: 'Data set',
  datasetHelp: 'The images to learn from. Folders of your own are taken in where they lie.',
  datasetClasses: (classes: number) => `${formatCount(classes)} classes`,
  datasetTitle: (title: string, split: string | null) =>
    split === null ? title : `${title}, ${split}`,
  datasetMadeOnUse: 'made on first use',
  chooseFolder: 'Choose a folder…',
  noDatasets: 'No data set yet',
  corrections: 'Corrections',
  correctionsHelp:
    'Whether your corrections of this data set are applied. Default: as they are now.',
  correctionsOptions: { current: 'Apply mine', none: 'Leave out' },
  validationHow: 'Validation images',
  validationHelp:
    'A share that is drawn class by class, or the official part: the last images, as many as the test part has.',
  validationOptions: { share: 'A share', official: 'Official' } satisfies Readonly<
    Record<SettingsDraft['validation'], string>
  >,
  validationImages: (count: number) => formatCount(count),
  architecture: 'Network',
  architectureHelp:
    'Seed CNN is the reference. LeNet and Tiny are smaller and faster, and read less well.',
  architectureOptions: {
    'seed-cnn': 'Seed CNN',
    'deep-cnn': 'Deep CNN',
    lenet: 'LeNet',
    tiny: 'Tiny',
    layers: 'Its own layers',
  } satisfies Readonly<Record<SettingsDraft['architecture'], string>>,
  optimizer: 'Optimiser',
  optimizerHelp: 'How gradients become steps. Default Adam.',
  optimizerOptions: { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' } satisfies Readonly<
    Record<SettingsDraft['optimizer'], string>
  >,
  precision: 'Precision',
  precisionHelp:
    'bfloat16 computes faster on some processors, with weights kept in float32. Default float32.',
  precisionOptionsTf32: { float32: 'float32 (TF32)', bfloat16: 'bfloat16' } satisfies Readonly<
    Record<SettingsDraft['precision'], string>
  >,
  precisionHelpTf32:
    'TF32: this card multiplies float32 with 10 bits of mantissa, unless Settings switch that off. bfloat16 has 7.',
  precisionOptions: { float32: 'float32', bfloat16: 'bfloat16' } satisfies Readonly<
    Record<SettingsDraft['precision'], string>
  >,
  device: 'Computed on',
  deviceHelp:
    'Each device has a queue of its own: a run on the processor does not wait for one on a card.',
  deviceOption: (device: Device, name: string | null) =>
    device === 'cpu' ? 'Processor' : name === null ? device : `${name} (${device})`,
  anyDevice: (standard: string) => `What is there: ${standard}`,
  schedule: 'Schedule',
  scheduleHelp: 'How the learning rate moves after warm-up. Default: reduced on a plateau.',
  scheduleOptions: {
    plateau: 'Plateau',
    cosine: 'Cosine',
    constant: 'Constant',
  } satisfies Readonly<Record<SettingsDraft['schedule'], string>>,
  earlyStopping: 'Early stopping',
  earlyStoppingHelp: 'Ends training when validation loss no longer falls. Default on.',
  stopsAfter: (patience: string) => `patience ${patience}`,
  randomSeed: 'Another seed',
  classWeights: 'Class weights',
  classWeightsHelp: 'Balanced lets rare classes count more. Default: all images alike.',
  classWeightsOptions: { none: 'All alike', balanced: 'Balanced' } satisfies Readonly<
    Record<SettingsDraft['classWeights'], string>
  >,
  logitAdjustment: 'Logit adjustment',
  logitAdjustmentHelp:
    'Corrects answers where class shares of training and test part differ. Default: where they do.',
  logitAdjustmentOptions: {
    auto: 'Where needed',
    loss: 'Where needed, in the loss',
    on: 'On',
    off: 'Off',
  } satisfies Readonly<Record<SettingsDraft['logitAdjustment'], string>>,
  weightAveraging: 'Average weights',
  weightAveragingHelp: 'Measures a moving average of the weights. Default off.',
  limit: 'Limit images',
  limitHelp: 'For a quick look: train on a part of the images. Default off.',
  on: 'on',
  off: 'off',
  augmentationHelp: 'Each image is distorted anew each time it is seen. Default on.',
  original: 'original',
  shuffle: 'Shuffle',
  samplesLabel: (characters: string) =>
    `A sample of ${characters}, and how training would distort it`,
  samplesPlain: 'Samples as they are',
  samplesNone: 'Samples are shown once the data set is here.',
  schematicLabel: (layers: string) => `The network, first to last: ${layers}`,
  layer: (kind: string, shape: readonly number[]) => `${kind} ${shape.join('×')}`,
  size: (parameters: number, bytes: number) =>
    `${formatCount(parameters)} parameters, ${formatBytes(bytes)}`,
  steps: (count: number) => `${formatCount(count)} steps`,
  planning: 'Reading the data set and working out the plan',
  estimate: {
    run: (seconds: number) => `About ${formatDuration(seconds)} an epoch`,
    // Scaled by multiply-adds, which small networks and slow memory do not keep to.
    doctor: (seconds: number) => `At least ${formatDuration(seconds)} an epoch`,
  },
  estimateTotal: (seconds: number) => `at most ${formatDuration(seconds)} in all`,
  estimateFromRun: 'As an earlier run took',
  estimateRun: (run: string) => `The run ${run}`,
  estimateFromDoctor: 'By the speed that Settings measured',
  noEstimate: 'Time an epoch: not measured here yet.',
  memory: (bytes: number) => `Memory at least ${formatBytes(bytes)}`,
  noPlan: 'The plan appears once the settings are right.',
  reset: 'Reset',
  resetHelp: (preset: string) => `All settings as in ${preset}`,
  start: 'Start',
  queue: 'Add to the queue',
  obstacle: {
    'not-connected': 'Start is off: there is no connection to Glyphlab.',
    locked: 'Start is off: these are the settings of a run that has begun.',
    'no-runtime': 'Start is off: TensorFlow is not on this machine yet.',
    'no-dataset': 'Start is off: there is no data set.',
    starting: 'Starting',
  },
  obstacleFaults: (labels: readonly string[]) => `Start is off: correct ${labels.join(', ')}.`,
  obstaclePlan: (problem: string) => `Start is off. ${problem}`,
  helpPlaceholder: 'What a setting means is said here.',
} as const
