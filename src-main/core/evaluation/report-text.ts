import { datasetTitle } from '../datasets/dataset-title'
import { className, shortClassName } from '../../../src-preload/contract/class-name'
import type { CorrectionsSummary } from '../../../src-preload/contract/dataset'
import type {
  AverageMetrics,
  Calibration,
  CalibrationBin,
  ClassMetrics,
  EvaluationReport,
} from '../../../src-preload/contract/evaluation'
import { grouped, percent, percentInterval } from '../number-text'
import { calibrationGap } from './calibration'

/** What a report is about; every figure is shown with it. Null is what is not known. */
export interface ReportSubject {
  /** Such as `emnist47`. */
  readonly dataset: string
  /** How it is cut, such as `balanced`. */
  readonly split: string
  /** The user's corrections of it that are in force. */
  readonly corrections: CorrectionsSummary | null
  readonly part: 'training' | 'validation' | 'test'
  /** Images the network learnt from. */
  readonly trainingImages: number | null
  readonly seed: number | null
  /** The epoch whose weights were measured, counted from 1. */
  readonly bestEpoch: number | null
  /** Sentences to stand below the headline, such as that logits were adjusted. */
  readonly notes: readonly string[]
}

const INDEPENDENCE = 'the interval takes images as independent; who wrote them is unknown'
const LISTED_CLASSES = 5
const LISTED_PAIRS = 10

/** The report as plain text: headline, scikit-learn's table, best and hardest classes, confused pairs. */
export function reportText(report: EvaluationReport, subject: ReportSubject): string {
  const sections = [
    [
      headline(report),
      ...(report.calibration ? [calibrationLine(report.calibration)] : []),
      subjectLine(report, subject),
      INDEPENDENCE,
      ...subject.notes,
    ].join('\n'),
    classificationTable(report),
    [
      `best classes (F1):    ${classList(report.perClass, report.bestClasses)}`,
      `hardest classes (F1): ${classList(report.perClass, report.hardestClasses)}`,
    ].join('\n'),
    pairList(report),
  ]
  return `${sections.join('\n\n')}\n`
}

/**
 * The table that scikit-learn's `classification_report` prints, without the line break at its end.
 *
 * @param digits behind the decimal point
 */
export function classificationTable(report: EvaluationReport, digits = 4): string {
  const names = report.perClass.map(({ characters }) => shortClassName(characters))
  const nameWidth = Math.max('weighted avg'.length, digits, ...names.map(displayLength))
  const row = (name: string, ...cells: readonly string[]): string =>
    `${' '.repeat(nameWidth - displayLength(name))}${name} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}`
  const averages = (name: string, average: AverageMetrics | null): string =>
    row(
      name,
      decimal(average?.precision ?? null, digits),
      decimal(average?.recall ?? null, digits),
      decimal(average?.f1 ?? null, digits),
      String(report.count),
    )
  return [
    row('', 'precision', 'recall', 'f1-score', 'support'),
    '',
    ...report.perClass.map(({ characters, precision, recall, f1, support }) =>
      row(
        shortClassName(characters),
        decimal(precision, digits),
        decimal(recall, digits),
        decimal(f1, digits),
        String(support),
      ),
    ),
    '',
    row('accuracy', '', '', decimal(report.accuracy, digits), String(report.count)),
    averages('macro avg', report.macro),
    averages('weighted avg', report.weighted),
  ].join('\n')
}

function headline({ accuracy, interval, loss, top3Accuracy }: EvaluationReport): string {
  const bounds = interval === null ? '' : ` ${percentInterval(interval)} 95 % Wilson`
  return (
    `accuracy ${percentOrNone(accuracy)}${bounds}   ` +
    `loss ${loss === null ? 'none' : `${loss.toFixed(4)} nats`}   top-3 ${percentOrNone(top3Accuracy)}`
  )
}

function calibrationLine({ ece, bins }: Calibration): string {
  const worst = bins.reduce((a, b) => (calibrationGap(b) > calibrationGap(a) ? b : a))
  return `calibration error (ECE) ${percent(ece)}; worst of ${bins.length} bins: ${describeBin(worst)}`
}

function describeBin({ count, confidence, accuracy }: CalibrationBin): string {
  return `${percent(accuracy)} right at ${percent(confidence)} confidence (${grouped(count)} images)`
}

function subjectLine({ count }: EvaluationReport, subject: ReportSubject): string {
  const { dataset, split, corrections, part, trainingImages, seed, bestEpoch } = subject
  const learnt = `learnt from ${trainingImages === null ? 'an unknown number of' : grouped(trainingImages)} images`
  return [
    `${datasetTitle(dataset, split, corrections)}, ${part} part: ${grouped(count)} images; ${learnt}`,
    `seed ${seed ?? 'unknown'}`,
    `best epoch ${bestEpoch ?? 'unknown'}`,
  ].join(', ')
}

function classList(perClass: readonly ClassMetrics[], indices: readonly number[]): string {
  const shown = indices.slice(0, LISTED_CLASSES).flatMap((index) => perClass[index] ?? [])
  if (shown.length === 0) return 'none'
  return shown.map(({ characters, f1 }) => `${className(characters)} ${decimal(f1, 4)}`).join('   ')
}

function pairList({ perClass, confusedPairs }: EvaluationReport): string {
  if (confusedPairs.length === 0) return 'most confused pairs: none'
  const name = (index: number): string => className(perClass[index]?.characters ?? ['?'])
  const listed = confusedPairs.slice(0, LISTED_PAIRS)
  const titles = listed.map(({ classes }) => classes.map(name).join(' / '))
  const titleWidth = Math.max(...titles.map(displayLength))
  const lines = listed.map(({ classes, count, directions }, index) => {
    const [first, second] = [name(classes[0]), name(classes[1])]
    const [forth, back] = directions
    const title = titles[index] ?? ''
    const padding = ' '.repeat(titleWidth - displayLength(title))
    return `  ${title}${padding} ${grouped(count).padStart(6)}   ${first} as ${second}: ${forth}, ${second} as ${first}: ${back}`
  })
  return ['most confused pairs:', ...lines].join('\n')
}

function decimal(value: number | null, digits: number): string {
  return value === null ? 'none' : value.toFixed(digits)
}

function percentOrNone(share: number | null): string {
  return share === null ? 'none' : percent(share)
}

/** Code points, so that a character beyond the basic plane takes one column. */
function displayLength(text: string): number {
  return [...text].length
}
