import type {
  DeviceComparison,
  DeviceHalf,
  GpuCheckCase,
  GpuCheckReport,
} from '../../../src-preload/contract/gpu-check'
import { percent } from '../../core/number-text'

/** The report for people, as Markdown. */
export function reportText(report: GpuCheckReport): string {
  const { machine, card, data, training, cases } = report
  return `${[
    '# Check of the graphics card by Glyphlab',
    verdictText(report),
    [
      `- Glyphlab ${report.glyphlab}, Node ${machine.node}, ${machine.platform}`,
      `- TensorFlow ${machine.tensorflow}`,
      `- Processor: ${machine.processor}, ${machine.threads} threads, ${gibibytes(machine.memoryBytes)}`,
      ...cardLines(card),
      `- ${report.checkedAt}, ${report.seconds.toFixed(0)} s`,
    ].join('\n'),
    `Each network was trained on ${data.trainingImages} drawn characters of ${data.classes} classes (validation ` +
      `included), ${training.epochs} epochs in steps of ${training.batchSize}, and measured on ${data.testImages} ` +
      'others: on each device from the same weights, with the same images in the same order and the same random ' +
      'numbers. The processor computes the rewritten graph that suits it, the card the plain one.',
    table(
      ['Network', 'Precision', 'Device', 'Step', 'Epoch', 'Read right'],
      cases.flatMap((checked) => [
        row(checked, 'processor', checked.cpu),
        ...(checked.gpu === null ? [] : [row(checked, 'card', checked.gpu)]),
      ]),
    ),
    ...comparisonParts(cases, training.comparedSteps),
    ...failureParts(cases),
  ].join('\n\n')}\n`
}

function verdictText({ verdict, card }: GpuCheckReport): string {
  switch (verdict) {
    case 'works':
      return 'The card computes what the processor computes.'
    case 'differs':
      return '**The card computes something else than the processor.**'
    case 'failed':
      return '**The card does not compute all that it should.**'
    case 'no-card':
      return card.ok ? '' : `**No card was checked: ${card.error.message}.** ${card.error.hint}`
  }
}

function cardLines(card: GpuCheckReport['card']): string[] {
  if (!card.ok) return []
  return [
    ...card.gpus.map(
      ({ index, name, computeCapability, memoryBytes, compilesKernels }) =>
        `- Card gpu:${index}: ${name}, compute capability ${computeCapability}, ${gibibytes(memoryBytes)}` +
        (compilesKernels ? ', newer than the kernels of this TensorFlow' : ''),
    ),
    `- Driver ${card.driver ?? 'of unknown version'}, CUDA ${card.cuda}`,
  ]
}

function row(
  { network, precision, tf32 }: GpuCheckCase,
  device: string,
  half: DeviceHalf,
): string[] {
  const computed = tf32 && device === 'card' ? 'float32 (TF32)' : precision
  return half.ok
    ? [
        ...[network, computed, device, `${half.medianStepMs.toFixed(1)} ms`],
        ...[`${half.secondsPerEpoch.toFixed(2)} s`, percent(half.accuracy)],
      ]
    : [network, computed, device, 'failed', '', '']
}

function comparisonParts(cases: readonly GpuCheckCase[], steps: number): string[] {
  const compared = cases.flatMap(({ network, precision, comparison }) =>
    comparison === null ? [] : [{ network, precision, comparison }],
  )
  if (compared.length === 0) return []
  return [
    `How far the card is from the processor, and in brackets how far it may be: the loss of the first step and the ` +
      `largest difference in ${steps} steps, as shares of the processor's, and the images read right, in points.`,
    table(
      ['Network', 'Precision', 'First loss', 'Losses', 'Read right', 'Speed', ''],
      compared.map(({ network, precision, comparison }) => [
        ...[network, precision, ...differences(comparison)],
        `${comparison.speedUp.toFixed(1)} times`,
        comparison.isWithin ? 'within' : '**beyond**',
      ]),
    ),
  ]
}

function differences(comparison: DeviceComparison): string[] {
  const share = (found: number, allowed: number) =>
    `${found.toExponential(1)} (${allowed.toExponential(0)})`
  const points = (found: number) => (100 * found).toFixed(1)
  return [
    share(comparison.firstLossDifference, comparison.firstLossTolerance),
    share(comparison.lossDifference, comparison.lossTolerance),
    `${points(comparison.accuracyDifference)} (${points(comparison.accuracyTolerance)})`,
  ]
}

function failureParts(cases: readonly GpuCheckCase[]): string[] {
  const lines = cases.flatMap(({ network, precision, cpu, gpu }) =>
    [
      { device: 'processor', half: cpu },
      { device: 'card', half: gpu },
    ].flatMap(({ device, half }) =>
      half === null || half.ok
        ? []
        : [`- ${network} in ${precision} on the ${device}: ${half.error.message}`],
    ),
  )
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`
}
