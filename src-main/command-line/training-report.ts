import type { TestResult } from '../../src-preload/contract/evaluation'
import type {
  EpochEvent,
  RunDescription,
  TrainingEvent,
} from '../../src-preload/contract/training-events'
import type { TrainingConfiguration } from '../../src-preload/contract/training'
import { datasetTitle } from '../core/datasets/dataset-title'
import { reportText } from '../core/evaluation/report-text'
import { assertNever, GlyphlabError, internalError } from '../core/errors'
import { architectureTitle } from '../core/models/architectures'
import { grouped, percent, percentInterval } from '../core/number-text'
import type { TestMeasurements } from '../core/runs/test-measurements'
import type { Printer } from './printer'

/** Prints a run as it goes: progress and epochs on standard error, the report on standard output. */
export interface RunWatch {
  readonly onEvent: (event: TrainingEvent) => void
  /** Does the work; where it fails, says how to go on with the run that it had begun. */
  guard<T>(work: () => Promise<T>): Promise<T>
}

/** @param brief one line on standard error in place of a report: for runs whose sum is what is asked for */
export function watchRun(printer: Printer, { brief = false } = {}): RunWatch {
  let run: RunDescription | undefined
  let folder: string | null = null
  let epochsDone = 0
  /** Of all steps: measuring does not move the bar. */
  let shareDone = 0
  const onEvent = (event: TrainingEvent): void => {
    switch (event.type) {
      case 'started':
        run = event.run
        folder = event.folder
        printer.event(event)
        for (const line of describeStart(event)) printer.note(line)
        break
      case 'step': {
        const { epoch, step, stepsPerEpoch, loss, stepMs } = event
        shareDone = (epoch - 1 + step / stepsPerEpoch) / started(run).configuration.epochs
        printer.progress(
          `epoch ${epoch}  step ${step}/${stepsPerEpoch}  ` +
            `loss ${loss.toFixed(4)}  ${stepMs.toFixed(0)} ms a step`,
          shareDone,
        )
        break
      }
      case 'evaluating':
        printer.progress(
          `measuring the ${event.part} part: image ${event.imagesDone} of ${event.images}`,
          shareDone,
        )
        break
      case 'epoch':
        printer.event(event)
        printer.note(describeEpoch(event, started(run)))
        break
      case 'ended':
        epochsDone = event.epochsDone
        printer.event(event)
        printer.note(describeEnd(event))
        if (event.reason === 'interrupted' && folder !== null) printer.note(howToGoOn(folder))
        break
      case 'done': {
        const subject = started(run)
        if (!brief) printer.result(event, () => testReport(event, epochsDone, subject))
        else {
          printer.event(event)
          const { accuracy } = event.test
          printer.note(`test accuracy ${accuracy === null ? 'none' : percent(accuracy)}`)
        }
        break
      }
      default:
        assertNever(event)
    }
  }
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (folder !== null && mayGoOn(error)) printer.note(howToGoOn(folder))
      throw error
    }
  }
  return { onEvent, guard }
}

/** A loss that was lost is lost again with the same settings: the error's own hint is the better one. */
function mayGoOn(error: unknown): boolean {
  return !(error instanceof GlyphlabError && error.code === 'loss-not-finite')
}

function howToGoOn(folder: string): string {
  return `go on with: glyphlab resume ${folder}`
}

/** Nothing of a processor that computes because nothing else could. */
function describeDevice({
  device,
  deviceName,
  withoutGpu,
  tf32,
}: Extract<TrainingEvent, { type: 'started' }>): string[] {
  if (withoutGpu !== undefined)
    return [`on the processor, though the runtime is for graphics cards: ${withoutGpu}`]
  if (device === undefined || device === 'cpu') return []
  const card = deviceName === undefined ? `on ${device}` : `on ${device}, ${deviceName}`
  return [tf32 === true ? `${card}, float32 in TF32` : card]
}

function started(run: RunDescription | undefined): RunDescription {
  if (!run) throw internalError('an event of a run that never started')
  return run
}

function describeStart(event: Extract<TrainingEvent, { type: 'started' }>): string[] {
  const { run, folder, epochsDone, stepsDone } = event
  const counts =
    `${grouped(run.trainingImages)} images to train on, ` +
    `${grouped(run.validationImages)} to validate, ${grouped(run.testImages)} to test`
  const lines = [
    `${datasetTitle(run.dataset, run.split, run.corrections)}: ${run.classes} classes, ${counts}`,
    `${grouped(run.parameters)} parameters, ${grouped(run.multiplyAdds)} multiply-adds an image, ` +
      describeRecipe(run.configuration),
  ]
  lines.push(...describeDevice(event))
  if (folder !== null) lines.unshift(folder)
  if (epochsDone + stepsDone > 0)
    lines.push(`goes on after ${counted(epochsDone, 'epoch')} and ${counted(stepsDone, 'step')}`)
  const steering = [
    run.weightedValidation ? "weighted to the test part's class shares" : '',
    run.logitAdjustment ? 'by logits adjusted to them' : '',
  ].filter(Boolean)
  if (steering.length > 0)
    lines.push(`validation is ${steering.join(', ')}; plain: each image alike, logits as they are`)
  if (run.unseenClasses.length > 0)
    lines.push(`warning: tested but without any image to train on: ${run.unseenClasses.join(' ')}`)
  return lines
}

/** What a figure needs beside it to be repeated; settings that are not named are in the JSON. */
export function describeRecipe(configuration: TrainingConfiguration): string {
  const { architecture, batchSize, optimizer, learningRate, schedule, precision } = configuration
  return (
    `${architectureTitle(architecture)}, batch ${batchSize}, ${optimizer.kind} at ${learningRate} (${schedule.kind}), ` +
    `${precision}, seed ${configuration.seed}, split seed ${configuration.splitSeed}`
  )
}

function describeEpoch(event: EpochEvent, run: RunDescription): string {
  const { epoch, epochs, training, steering, validation, learningRate } = event
  const plain =
    run.weightedValidation || run.logitAdjustment
      ? ` (plain ${validation.loss.toFixed(4)}, ${percent(validation.accuracy)})`
      : ''
  return [
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    `training ${training.loss.toFixed(4)}, ${percent(training.accuracy)}`,
    `validation ${steering.loss.toFixed(4)}, ${percent(steering.accuracy)}${plain}`,
    `rate ${Number(learningRate.toPrecision(3))}`,
    `${event.imagesPerSecond.toFixed(0)} images/s`,
    `${duration(event.secondsLeft)} left${event.best ? '  best' : ''}`,
  ].join('  ')
}

function describeEnd(event: Extract<TrainingEvent, { type: 'ended' }>): string {
  const after = `after ${counted(event.epochsDone, 'epoch')}`
  const time = `in ${duration(event.seconds)}`
  const best = event.bestEpoch === null ? '' : `; best epoch: ${event.bestEpoch}`
  switch (event.reason) {
    case 'finished':
      return `finished ${after} ${time}${best}`
    case 'stopped-early':
      return `stopped early ${after} ${time}${best}`
    case 'interrupted':
      return `interrupted ${after} ${time}${best}; the test part was not measured`
    default:
      return assertNever(event.reason)
  }
}

function testReport(
  { test, bestEpoch, testMeasured }: Extract<TrainingEvent, { type: 'done' }>,
  epochsDone: number,
  { dataset, split, corrections, trainingImages, configuration }: RunDescription,
): string {
  const notes = [
    `best of ${counted(epochsDone, 'epoch')} by validation loss; ${describeRecipe(configuration)}`,
    ...adjustmentNote(test),
    ...(testMeasured ? [measuredNote(testMeasured)] : []),
  ]
  const { seed } = configuration
  return reportText(test, {
    ...{ dataset, split, corrections, part: 'test' },
    ...{ trainingImages, seed, bestEpoch, notes },
  })
}

/** What the same logits give without adjustment, where one was made. */
export function adjustmentNote({ unadjusted }: TestResult): string[] {
  if (!unadjusted) return []
  const { accuracy, interval, loss } = unadjusted
  return [
    'logits adjusted to the class shares of the test part trained for; ' +
      `without: accuracy ${percent(accuracy)} ${percentInterval(interval)}, loss ${loss.toFixed(4)}`,
  ]
}

/** The more often a test part is looked at, the less its figures promise. */
export function measuredNote({ runs, times }: TestMeasurements): string {
  const by = runs === 1 ? 'this run alone' : `${runs} runs`
  return `this test part has been measured ${times === 1 ? 'once' : `${times} times`}, by ${by}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
