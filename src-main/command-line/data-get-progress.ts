import type { GetProgress } from '../../src-preload/contract/data-progress'
import { durationText } from '../core/download/duration-text'
import { assertNever } from '../core/errors'
import { sizeText } from '../core/number-text'

/** One line about the fetching of a data set, and how much of it is done: what `Printer.progress` takes. */
export function describeGet(
  progress: GetProgress,
): readonly [line: string, fraction: number | undefined] {
  switch (progress.phase) {
    case 'connecting':
      return [`asking ${progress.source}`, undefined]
    case 'downloading':
      return [describeDownload(progress), shareDone(progress)]
    case 'waiting':
      return [describeWaiting(progress), undefined]
    case 'verifying':
      return [`verifying ${progress.file}`, undefined]
    case 'storing':
      return ['storing', undefined]
    default:
      return assertNever(progress)
  }
}

type Downloading = Extract<GetProgress, { phase: 'downloading' }>

function describeDownload(progress: Downloading): string {
  const { file, bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = progress
  const amount = bytesTotal === null ? '' : ` of ${sizeText(bytesTotal)}`
  return [
    `${sizeText(bytesDone)}${amount}`,
    ...(bytesPerSecond === null ? [] : [`${sizeText(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${durationText(secondsLeft)} left`]),
    file,
  ].join(', ')
}

function describeWaiting({ reason, seconds }: Extract<GetProgress, { phase: 'waiting' }>): string {
  return seconds === null
    ? `waiting: ${reason}`
    : `${reason}; trying again in ${durationText(seconds)}`
}

function shareDone({ bytesDone, bytesTotal }: Downloading): number | undefined {
  return bytesTotal === null || bytesTotal === 0 ? undefined : bytesDone / bytesTotal
}
