import type { StepUnit } from '../charts/curve-figure'
import type { Reading } from '../charts/reading'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { Interval } from '../../src-preload/contract/evaluation'
import type { JobPhase } from '../../src-preload/contract/job'
import type { RunCurves } from '../stores/run-curves'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatMoment,
  formatPercent,
} from './format'

/** `2.5e-4` */
function formatRate(rate: number): string {
  return rate === 0 ? '0' : Number(rate.toPrecision(3)).toExponential()
}

/** `0:29`, `1:02:09` */
function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const timeOfLog = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** `14:31` where the window is. */
function formatTime(date: Date): string {
  return timeOfDay.format(date)
}

function meansText({
  loss,
  accuracy,
}: {
  readonly loss: number
  readonly accuracy: number
}): string {
  return `${formatLoss(loss)} / ${formatPercent(accuracy)}`
}

type Measure = 'loss' | 'accuracy'

function formatMeasure(measure: Measure, value: number): string {
  return measure === 'loss' ? formatLoss(value) : formatPercent(value)
}

/** A curve in a sentence, for who does not see it. */
function summaryOf(measure: Measure, curves: RunCurves): string {
  const value = (measured: number): string => formatMeasure(measure, measured)
  const name = measure === 'loss' ? 'Loss' : 'Accuracy'
  const training = curves[measure].values
  const [first, last] = [training[0], training.at(-1)]
  if (first === undefined || last === undefined) return `${name}: nothing has been measured yet.`
  const latest = curves.epochs.at(-1)
  const { best } = curves
  const trained = `${name} of training: ${value(first)} at step ${formatCount(curves.step.values[0] ?? 0)}, ${value(last)} at step ${formatCount(curves.lastStep)}.`
  if (latest === undefined || best === undefined) return `${trained} No epoch has ended yet.`
  return `${trained} Validation: ${value(latest.steering[measure])} after epoch ${latest.epoch}; the best epoch is ${best.epoch}, with ${value(best.steering[measure])}.`
}

const PHASES: Readonly<Record<JobPhase, string>> = {
  queued: 'Waiting',
  starting: 'Preparing',
  running: 'Training',
  pausing: 'Pausing',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  failed: 'Failed',
  finished: 'Finished',
}

/** Texts of the pane at the right of Train. */
export const TRAIN_RUN = {
  label: 'Run',
  newRun: 'New run',
  notStarted: 'Not started',
  interrupted: 'Interrupted',
  phases: PHASES,
  endings: { finished: 'Finished', 'stopped-early': 'Stopped early' },
  endedBest: (epoch: number) => `, best epoch ${epoch}`,
  stoppingAfter: { step: 'Stopping after this step', epoch: 'Stopping after this epoch' },
  runTitle: (network: string, precision: string) => `${network}, ${precision}`,
  askedAt: (time: string) => `asked ${timeOfLog.format(new Date(time))}`,
  named: (title: string, mark: string) => `${title} (${mark})`,

  transport: 'Transport',
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',

  device: 'Device',
  processor: 'Processor',
  graphicsCard: (number: number) => `Graphics card ${number}`,
  memory: 'Memory',
  memoryValue: formatBytes,
  memoryNow: 'training process',
  memoryLeast: 'at least',
  throughput: 'Throughput',
  throughputValue: formatCount,
  throughputUnit: 'img/s',
  epoch: 'Epoch',
  epochOf: (epochs: number) => `of ${formatCount(epochs)}`,
  epochStep: (step: number, steps: number) => `step ${formatCount(step)} of ${formatCount(steps)}`,
  measuring: (part: 'validation' | 'test', done: number, images: number) =>
    `${part}, ${formatPercent(done / Math.max(1, images), 0)}`,
  epochTicks: (done: number, epochs: number) => `${done} of ${epochs} epochs done`,
  elapsed: 'Elapsed',
  left: 'Left',
  wouldTake: 'Would take',
  clock: formatClock,
  none: '–',
  doneAt: (date: Date) => `done at ${formatTime(date)}`,
  endedAt: (date: Date) => `ended ${formatTime(date)}`,
  estimateFrom: { run: 'from an earlier run', doctor: 'at least, by the check' },
  perEpoch: (seconds: number) => `${formatDuration(seconds)} an epoch`,

  training: 'Training',
  validation: 'Validation',
  smoothing: 'Smoothing',
  smoothingValue: (weight: number) => weight.toFixed(2),
  axis: 'Axis of the curves',
  units: { epoch: 'Epoch', step: 'Step' } satisfies Readonly<Record<StepUnit, string>>,
  scale: 'Scale of the loss',
  scales: { linear: 'Linear', logarithmic: 'Log' },
  table: 'Table of epochs (T)',
  showAll: 'Show all (0)',
  export: 'Save the curves',
  exports: { png: 'Picture, PNG', svg: 'Picture, SVG', csv: 'Figures, CSV' },
  exportFailed: 'The picture could not be made. Try again with a smaller window.',

  loss: 'Loss',
  lossUnit: 'cross-entropy, nats',
  accuracy: 'Accuracy',
  rate: 'Rate',
  figure: {
    loss: 'Loss',
    accuracy: 'Accuracy',
    training: 'Training',
    validation: 'Validation',
    rate: 'Rate',
    unit: { epoch: 'Epoch', step: 'Step' },
    bestEpoch: (epoch: number) => `best epoch ${epoch}`,
    percent: formatPercent,
    rateText: formatRate,
    number: (value: number, decimals: number) =>
      decimals === 0 ? formatCount(value) : value.toFixed(decimals),
  },
  plots: 'Curves of loss and accuracy',
  plotsHelp:
    'Left and right read the curves, Home and End go to their ends, plus and minus zoom, 0 shows all, Shift with left and right moves, T opens a table.',
  summary: summaryOf,
  rateSummary: (changes: number, first: number, last: number) =>
    changes === 0
      ? `Learning rate: ${formatRate(first)} at first, ${formatRate(last)} now.`
      : `Learning rate: ${formatRate(first)} at first, ${formatRate(last)} now, changed ${changes === 1 ? 'once' : `${changes} times`}.`,
  pictureTitle: (run: string) => `Loss, learning rate and accuracy of ${run}`,
  readingEpochs: ({ epochs }: Reading) => `Epoch ${epochs.toFixed(2)}`,
  readingStep: ({ step }: Reading) => `, step ${formatCount(step)}`,
  readingRate: ({ learningRate }: Reading) => `rate ${formatRate(learningRate)}`,
  reading: (reading: Reading, measure: Measure) => {
    const training = (reading.smoothed ?? reading)[measure]
    const { validated } = reading
    const validation =
      validated === null ? 'not yet' : formatMeasure(measure, validated.steering[measure])
    return `training ${formatMeasure(measure, training)}, validation ${validation}`
  },
  readingValidated: ({ validated }: Reading) => `(epoch ${validated?.epoch ?? 0})`,
  readingMeasured: (reading: Reading, measure: Measure) =>
    `training as measured ${formatMeasure(measure, reading[measure])}`,
  curvesLoading: 'Reading the curves of this run',
  curvesFailed: (error: ErrorData) => `The curves could not be read. ${error.message}.`,
  curvesWaiting: 'The first figures come with the first steps.',
  tryAgain: 'Try again',

  tableTitle: 'Epochs',
  tableCaption:
    'Training as it was trained, validation as it steers; the best epoch so far is marked.',
  tableEmpty: 'No epoch has ended yet.',
  tableColumns: { epoch: 'Epoch', loss: 'Loss', accuracy: 'Accuracy', rate: 'Rate', best: 'Best' },
  tableBest: 'best',
  close: 'Close',

  now: 'Now',
  afterEpoch: (epoch: number) => `After epoch ${epoch}`,
  soFar: 'So far',
  train: 'train',
  valid: 'valid.',
  lossValue: formatLoss,
  accuracyValue: (share: number) => formatPercent(share),
  rateValue: formatRate,
  trainLags: {
    both: 'Training is measured with augmentation and dropout on, so it lags.',
    augmentation: 'Training is measured with augmentation on, so it lags.',
  },
  weighted: 'Validation is weighted to the class shares of the test part.',
  bestEpoch: (epoch: number) => `Best epoch ${epoch}`,
  noBest: 'No epoch has ended yet.',
  checkpoint: 'Checkpoint',
  saved: 'saved',
  earlyStopping: 'Early stopping',
  patience: (without: number, patience: number) => `${without} of ${patience}`,
  patienceLabel: (without: number, patience: number) =>
    `${without} of ${patience} epochs without a lower validation loss`,
  patienceOff: 'off',
  waiting: 'Waiting runs',
  earlier: 'Take earlier',
  later: 'Take later',
  remove: 'Take out of the queue',
  whatYouWillSee: 'What you will see',
  whatYouWillSeeText:
    'Training loss every tenth step, validation after every epoch. The best epoch is kept as the run’s checkpoint.',
  lastRun: 'Last run here',
  lastRunState: 'State',
  lastRunValidation: 'Validation',
  lastRunTook: 'Took',
  duration: formatDuration,

  log: 'Log',
  logLines: (lines: number) => `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'}`,
  logEmpty: 'Nothing has been said yet.',
  follow: 'Follow',
  copyLog: 'Copy the log',
  logCopying: {
    copied: 'Copied',
    refused: 'This window may not write to the clipboard: select the log.',
  },
  openLog: (keys: string) => `Open the log (${keys})`,
  closeLog: (keys: string) => `Close the log (${keys})`,
  logTime: (time: string) => timeOfLog.format(new Date(time)),
  logPhase: (phase: string) =>
    Object.entries(PHASES)
      .find(([name]) => name === phase)?.[1]
      .toLowerCase() ?? phase,
  logStarted: (training: number, validation: number, test: number, device: string) =>
    `${formatCount(training)} images to train, ${formatCount(validation)} to validate, ${formatCount(test)} to test; ${device}`,
  logTf32: (device: string) => `${device}, float32 in TF32`,
  logWithoutGpu: (why: string) => `on the processor: ${why}`,
  logResumed: (epochs: number, steps: number) =>
    `goes on after epoch ${epochs}${steps > 0 ? `, step ${formatCount(steps)} of the next` : ''}`,
  logEpoch: (
    epoch: number,
    training: { readonly loss: number; readonly accuracy: number },
    steering: { readonly loss: number; readonly accuracy: number },
  ) => `epoch ${epoch}  train ${meansText(training)}  validation ${meansText(steering)}`,
  logBest: 'best, checkpoint saved',
  logNoGain: (without: number, patience: number | null) =>
    patience === null
      ? `no better for ${without} ${without === 1 ? 'epoch' : 'epochs'}`
      : `no better for ${without} of ${patience} epochs`,
  logRate: (from: number, to: number) => `learning rate ${formatRate(from)} → ${formatRate(to)}`,
  logResult: (bestEpoch: number) => `finished: weights of epoch ${bestEpoch} restored`,
  logTest: (accuracy: number, { lower, upper }: Interval) =>
    `test ${formatPercent(accuracy)}, 95 % interval ${formatPercent(lower)} to ${formatPercent(upper)}`,

  failedSafe: (epochs: number) =>
    epochs === 0
      ? 'Its folder is kept: it goes on from its last checkpoint.'
      : `Nothing is lost up to its last checkpoint, of epoch ${epochs} or later.`,
  paused: 'Paused.',
  pausedText: 'Its state is saved and its memory is free. Resume goes on from there.',
  pausedBefore: 'It has not begun: Resume begins it.',
  stopped: 'Stopped, as asked.',
  stoppedText: 'What it has learnt is saved. Resume goes on with it.',
  stoppedBefore: 'It had not begun: there is nothing to go on with.',
  doneTest: (accuracy: number) => `${formatPercent(accuracy)} on the test part of`,
  doneInterval: ({ lower, upper }: Interval, images: number) =>
    `95 % interval ${formatPercent(lower)} to ${formatPercent(upper)}, ${formatCount(images)} images.`,
  doneTrained: (epoch: number, images: number) =>
    `Weights of epoch ${epoch}, chosen by validation; trained on ${formatCount(images)} images, one seed.`,
  doneNoTest: 'Finished. Its data set has no test images, so no accuracy is claimed.',
  interruptedTitle: (title: string, epoch: number) => `${title} was interrupted in epoch ${epoch}.`,
  interruptedText: (time: string) => `It was started ${formatMoment(time)}. Nothing is lost.`,
  showCurves: 'Show its curves',
  hideCurves: 'Hide its curves',
  passedOver: {
    finished: (title: string) => `${title} has finished.`,
    failed: (title: string) => `${title} has failed.`,
  },
  show: 'Show it',
  dismiss: 'Close this note',

  emptyTitle: 'Nothing has been measured yet',
  emptyText: 'Loss and accuracy are drawn here, step by step, once the run starts.',
  emptyReady: 'The settings are ready as they are.',
  emptyWithoutRuntime: 'First TensorFlow, which computes, is to be installed: once for each user.',
  getRuntime: 'Install it in Settings',
  queuedText: 'This run waits until its device is free.',
  startingText: 'TensorFlow is loading and the images are read.',
} as const
