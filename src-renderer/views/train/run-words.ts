import type { Job } from '../../../src-preload/contract/job'
import type { NamedNetwork } from '../../../src-preload/contract/measurement'
import type { Strings } from '../../strings/strings'

/** What a run is called: `Seed CNN, float32`. */
export function runTitle(strings: Strings, network: NamedNetwork): string {
  return strings.trainRun.runTitle(networkName(strings, network), network.precision)
}

export function networkName(
  strings: Strings,
  { architecture }: Pick<NamedNetwork, 'architecture'>,
): string {
  return architecture.name === 'layers'
    ? architecture.title
    : strings.trainForm.architectureOptions[architecture.name]
}

export function jobTitle(strings: Strings, job: Job): string {
  return runTitle(strings, job.task.newRun.configuration)
}

/** What tells jobs of equal titles apart: the run's name, or, before it has one, when it was asked for. */
export function jobMark(strings: Strings, job: Job): string {
  return job.state.run ?? strings.trainRun.askedAt(job.createdAt)
}

/** `Strokes`, `EMNIST, balanced`. */
export function datasetTitle({
  dataset,
  split,
}: {
  readonly dataset: string
  readonly split: string
}): string {
  return split === '' || split.toLowerCase() === dataset.toLowerCase()
    ? dataset
    : `${dataset}, ${split}`
}

export function deviceTitle(strings: Strings, device: string): string {
  const [, number] = device.split(':')
  return number === undefined
    ? strings.trainRun.processor
    : strings.trainRun.graphicsCard(Number(number) + 1)
}
