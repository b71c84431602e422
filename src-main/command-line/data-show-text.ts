import { className, shortClassName } from '../../src-preload/contract/class-name'
import type {
  ClassBalance,
  CorrectionsSummary,
  DuplicatesReport,
  Inspection,
} from '../../src-preload/contract/dataset'
import type { DatasetAbout } from '../core/datasets/about'
import { datasetTitle } from '../core/datasets/dataset-title'
import { grouped, percent, sizeText } from '../core/number-text'
import { originText } from '../core/datasets/origin-text'
import { tableText } from './table'

/** What `data show` prints as JSON. */
export interface DatasetDescription extends Inspection {
  readonly source: string
  /** Of what is shown: with corrections, where there are any. */
  readonly fingerprint: string
  readonly corrections: CorrectionsSummary | null
  /** What is written down of it; null where its files were put there by hand. */
  readonly about: DatasetAbout | null
}

/** What `data show` prints as text: facts, a line each, and the table of classes. */
export function descriptionText(description: DatasetDescription): string {
  const { name, split, classes, trainCount, testCount, height, width, imageBytes } = description
  const { about, corrections, balance, duplicates } = description
  const facts = [
    ['data set', datasetTitle(name, split, corrections)],
    ['from', about ? originText(about.origin) : description.source],
    ['licence', about?.licence ?? ''],
    ['citation', about?.citation ?? ''],
    ['images', `${grouped(trainCount)} to train on, ${grouped(testCount)} to test`],
    ['size', `${height}x${width} pixels each, ${sizeText(imageBytes)} in all`],
    ['classes', String(classes.length)],
    ['to train on', balanceText(balance.train, description)],
    ['to test', balanceText(balance.test, description)],
    ['duplicates', duplicatesText(duplicates)],
    ['conflicts', conflictsText(duplicates)],
    ['leakage', leakageText(duplicates)],
    ['blank', blankText(duplicates)],
    ['corrections', corrections ? changesText(corrections) : 'none'],
    ['fingerprint', description.fingerprint],
  ].filter(([, value]) => value !== '')
  const table = tableText([
    ['label', 'character', 'train', 'test'],
    ...classes.map((counted) => [
      String(counted.label),
      shortClassName(counted.characters),
      grouped(counted.trainCount),
      grouped(counted.testCount),
    ]),
  ])
  return `${facts.map(([fact = '', value = '']) => `${fact.padEnd(13)}${value}`).join('\n')}\n\n${table}`
}

/** What corrections change: `2 images excluded, 1 relabelled`. */
export function changesText({ excluded, relabelled }: CorrectionsSummary): string {
  return `${images(excluded)} excluded, ${grouped(relabelled)} relabelled`
}

function balanceText(
  balance: ClassBalance,
  { classes }: Pick<DatasetDescription, 'classes'>,
): string {
  if (balance === null) return 'no images'
  const { least, most, ratio } = balance
  if (ratio === 1) return `${images(least.count)} of each class`
  const of = ({ class: index, count }: typeof least) =>
    `${grouped(count)} (${className(classes[index]?.characters ?? [])})`
  const times = ratio === null || ratio < 1.05 ? '' : `, ${ratio.toFixed(1)} times as many`
  return `from ${of(least)} to ${of(most)} images of a class${times}`
}

function duplicatesText({ train, test }: DuplicatesReport): string {
  const parts = [
    train.surplus > 0 ? `${images(train.surplus)} to train on` : '',
    test.surplus > 0 ? `${images(test.surplus)} to test` : '',
  ].filter(Boolean)
  return parts.length === 0
    ? 'none within a part'
    : `${parts.join(', ')} repeat another of the part`
}

function conflictsText({ conflicts }: DuplicatesReport): string {
  return conflicts.groups === 0
    ? 'none'
    : `${images(conflicts.images)} that are alike bit for bit carry different labels, ` +
        `in ${grouped(conflicts.groups)} group${conflicts.groups === 1 ? '' : 's'}`
}

function leakageText({ leakage }: DuplicatesReport): string {
  if (leakage.testImages === 0 || leakage.testShare === null) return 'none'
  return (
    `${images(leakage.testImages)} of the test part (${percent(leakage.testShare)}) ` +
    `${leakage.testImages === 1 ? 'is' : 'are'} in the training part, too`
  )
}

/** Empty where there are none, as almost always. */
function blankText({ blank }: DuplicatesReport): string {
  return blank.train + blank.test === 0
    ? ''
    : `${images(blank.train)} to train on and ${grouped(blank.test)} to test are of one shade`
}

function images(count: number): string {
  return `${grouped(count)} image${count === 1 ? '' : 's'}`
}
