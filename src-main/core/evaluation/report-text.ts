import type {
  AverageMetrics,
  ClassMetrics,
  EvaluationReport,
} from '../../../src-preload/contract/evaluation'
import { grouped, percent, percentInterval } from '../number-text'

/** What a report is about; every accuracy is shown with it. */
export interface ReportSubject {
  /** Such as `emnist47`. */
  readonly dataset: string
  readonly part: 'training' | 'validation' | 'test'
  /** Images the network learnt from; null where not known. */
  readonly trainingImages: number | null
  /** Sentences to stand below the headline, such as that logits were adjusted. */
  readonly notes?: readonly string[]
}

const LISTED_CLASSES = 5
const LISTED_PAIRS = 10

/** The report as plain text: headline, scikit-learn's table, best and hardest classes, confused pairs. */
export function reportText(report: EvaluationReport, subject: ReportSubject): string {
  const sections = [
    [headline(report), subjectLine(report, subject), ...(subject.notes ?? [])].join('\n'),
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
  const names = report.perClass.map(({ character }) => character)
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
    ...report.perClass.map(({ character, precision, recall, f1, support }) =>
      row(
        character,
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
    `loss ${decimal(loss, 4)}   top-3 ${percentOrNone(top3Accuracy)}`
  )
}

function subjectLine({ count }: EvaluationReport, subject: ReportSubject): string {
  const learnt =
    subject.trainingImages === null ? '' : `, learnt from ${grouped(subject.trainingImages)} images`
  return `${subject.dataset}, ${subject.part} part: ${grouped(count)} images${learnt}`
}

function classList(perClass: readonly ClassMetrics[], indices: readonly number[]): string {
  const shown = indices.slice(0, LISTED_CLASSES).flatMap((index) => perClass[index] ?? [])
  if (shown.length === 0) return 'none'
  return shown.map(({ character, f1 }) => `${character} ${decimal(f1, 4)}`).join('   ')
}

function pairList({ perClass, confusedPairs }: EvaluationReport): string {
  if (confusedPairs.length === 0) return 'most confused pairs: none'
  const name = (index: number): string => perClass[index]?.character ?? '?'
  const lines = confusedPairs.slice(0, LISTED_PAIRS).map(({ classes, count, directions }) => {
    const [first, second] = [name(classes[0]), name(classes[1])]
    const [forth, back] = directions
    return `  ${first} / ${second} ${grouped(count).padStart(6)}   ${first} as ${second}: ${forth}, ${second} as ${first}: ${back}`
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
