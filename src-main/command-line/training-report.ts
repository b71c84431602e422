import type {
  EpochEvent,
  RunDescription,
  TestResult,
  TrainingEvent,
} from '../../src-preload/contract/training-events'
import type { TrainingConfiguration } from '../../src-preload/contract/training'
import { reportText } from '../core/evaluation/report-text'
import { assertNever, internalError } from '../core/errors'
import { grouped, percent, percentInterval } from '../core/number-text'
import type { Printer } from './printer'

/** Prints a run as it goes: progress and epochs on standard error, the report on standard output. */
export function printTrainingEvent(printer: Printer): (event: TrainingEvent) => void {
  let run: RunDescription | undefined
  let epochsDone = 0
  return (event) => {
    switch (event.type) {
      case 'started':
        run = event.run
        printer.event(event)
        for (const line of describeRun(run)) printer.note(line)
        break
      case 'step':
        printer.progress(
          `epoch ${event.epoch}  step ${event.step}/${event.stepsPerEpoch}  ` +
            `loss ${event.loss.toFixed(4)}  ${event.stepMs.toFixed(0)} ms a step`,
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
        break
      case 'done': {
        const subject = started(run)
        printer.result(event, () => testReport(event.test, event.bestEpoch, epochsDone, subject))
        break
      }
      default:
        assertNever(event)
    }
  }
}

function started(run: RunDescription | undefined): RunDescription {
  if (!run) throw internalError('an event of a run that never started')
  return run
}

function describeRun(run: RunDescription): string[] {
  const counts =
    `${grouped(run.trainingImages)} images to train on, ` +
    `${grouped(run.validationImages)} to validate, ${grouped(run.testImages)} to test`
  const lines = [
    `${run.dataset} (emnist-${run.split}): ${run.classes} classes, ${counts}`,
    `${grouped(run.parameters)} parameters, ${grouped(run.multiplyAdds)} multiply-adds an image, ` +
      describeRecipe(run.configuration),
  ]
  const steering = [
    run.weightedValidation ? "weighted to the test part's class shares" : '',
    run.logitAdjustment ? 'by logits adjusted to them' : '',
  ].filter(Boolean)
  if (steering.length > 0) lines.push(`validation is ${steering.join(', ')}`)
  if (run.unseenClasses.length > 0)
    lines.push(`warning: tested but without any image to train on: ${run.unseenClasses.join(' ')}`)
  return lines
}

/** What a figure needs beside it to be repeated; settings that are not named are in the JSON. */
function describeRecipe(configuration: TrainingConfiguration): string {
  const { architecture, batchSize, optimizer, learningRate, schedule, precision } = configuration
  return (
    `${architecture.name}, batch ${batchSize}, ${optimizer.kind} at ${learningRate} (${schedule.kind}), ` +
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
  const after = `after ${event.epochsDone} ${event.epochsDone === 1 ? 'epoch' : 'epochs'}`
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
  test: TestResult,
  bestEpoch: number,
  epochsDone: number,
  run: RunDescription,
): string {
  const notes = [
    'the interval takes images as independent; who wrote them is unknown',
    `epoch ${bestEpoch} of ${epochsDone} by validation loss; ${describeRecipe(run.configuration)}`,
  ]
  if (test.unadjusted)
    notes.push(
      "logits adjusted to the test part's class shares; " +
        `without: accuracy ${percent(test.unadjusted.accuracy)} ${percentInterval(test.unadjusted.interval)}, ` +
        `loss ${test.unadjusted.loss.toFixed(4)}`,
    )
  const { trainingImages } = run
  const dataset = `${run.dataset} (emnist-${run.split})`
  return reportText(test, { dataset, part: 'test', trainingImages, notes })
}

function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
