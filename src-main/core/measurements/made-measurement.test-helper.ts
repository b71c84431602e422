import { makeFolder } from '../files/make-folder'
import { evaluationReport } from '../evaluation/report'
import { imageAnswers } from '../evaluation/image-answers'
import { madePredictions } from '../evaluation/predictions/made-predictions.test-helper'
import { saveEvaluation } from '../runs/evaluations'

const IMAGES = 400

export interface MadeMeasurement {
  readonly fingerprint?: string
  readonly part?: 'validation' | 'test'
  /** More makes a network that is oftener wrong. */
  readonly factor?: number
  readonly run?: string
  readonly source?: string
}

/** Keeps a measurement of 400 made images in a folder of evaluations. */
export async function keepMadeMeasurement(folder: string, made: MadeMeasurement = {}) {
  const { fingerprint = 'f'.repeat(64), part = 'test', factor = 3, run = 'made' } = made
  const { labels, scores, classes } = madePredictions(IMAGES, { factor })
  await makeFolder(folder)
  const measured = {
    dataset: { name: 'made', split: 'balanced', fingerprint, corrections: null },
    ...{ part, run },
    ...{ trainingImages: 1000, seed: 1, bestEpoch: 2, model: 'tiny' },
    measuredAt: new Date().toISOString(),
    report: { ...evaluationReport(labels, scores, classes), unadjusted: null },
  }
  return saveEvaluation(folder, measured, {
    places: labels.map((_, image) => image),
    answers: imageAnswers(labels, { ...scores, classCount: classes.length }),
    ...{ source: made.source ?? 'made', title: null },
  })
}
