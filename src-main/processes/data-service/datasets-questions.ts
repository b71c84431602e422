import { join } from 'node:path'
import { correctDataset } from '../../core/datasets/corrections/correct-dataset'
import { readCorrectionsLog } from '../../core/datasets/corrections/corrections-log'
import { foldCorrections } from '../../core/datasets/corrections/corrections-state'
import { datasetContent } from '../../core/datasets/dataset-content'
import { drawSamples } from '../../core/datasets/draw-samples'
import { drawSpecimens } from '../../core/datasets/draw-specimens'
import { imagesOf, type ImageInFiles } from '../../core/datasets/images-of'
import { findDuplicates } from '../../core/datasets/inspect/duplicates'
import { assertNever } from '../../core/errors'
import { trainingPace } from '../../core/runs/training-pace'
import { planView } from '../../core/training/plan-view'
import { planTraining } from '../../core/training/train'
import type { DataServiceContext } from './context'
import type { DatasetsAnswer, DatasetsQuestion } from './datasets-messages'

type QuestionOf<Type extends DatasetsQuestion['type']> = Extract<DatasetsQuestion, { type: Type }>

/** Answers what is asked about data sets. */
export async function answerOfDatasets(
  question: DatasetsQuestion,
  context: DataServiceContext,
): Promise<DatasetsAnswer> {
  switch (question.type) {
    case 'plan':
      return plan(question, context)
    case 'samples':
      return samples(question, context)
    case 'content':
      return content(question, context)
    case 'duplicates':
      return duplicates(question, context)
    case 'specimens':
      return specimens(question, context)
    case 'images':
      return images(question, context)
    case 'correct':
      return correct(question, context)
    default:
      return assertNever(question)
  }
}

async function plan(
  { home, newRun }: QuestionOf<'plan'>,
  { datasets, signal }: DataServiceContext,
): Promise<DatasetsAnswer> {
  const { dataset: source, split, corrections, configuration } = newRun
  const data = await datasets.open({ home, source, split, corrections }, signal)
  return {
    type: 'plan',
    plan: planView(planTraining(data, configuration)),
    pace: await trainingPace(join(home, 'runs'), configuration),
  }
}

/** The data set of a question, with the user's corrections as they stand. */
function asCorrected(
  { home, dataset: source, split }: QuestionOf<'samples' | 'duplicates' | 'specimens'>,
  { datasets, signal }: DataServiceContext,
) {
  return datasets.open({ home, source, split, corrections: 'current' }, signal)
}

async function samples(
  question: QuestionOf<'samples'>,
  context: DataServiceContext,
): Promise<DatasetsAnswer> {
  const { count, seed } = question
  const { dataset } = await asCorrected(question, context)
  const drawn = drawSamples(dataset, count, seed)
  return {
    type: 'samples',
    samples: drawn.map(({ pixels, characters }) => ({ pixels, characters: [...characters] })),
  }
}

async function content(
  { home, dataset: source, split }: QuestionOf<'content'>,
  { datasets, signal }: DataServiceContext,
): Promise<DatasetsAnswer> {
  const own = await datasets.openOwn({ home, source, split }, signal)
  return { type: 'content', content: await datasetContent(home, own) }
}

async function duplicates(
  question: QuestionOf<'duplicates'>,
  context: DataServiceContext,
): Promise<DatasetsAnswer> {
  const { dataset, originals } = await asCorrected(question, context)
  const { signal } = context
  return {
    type: 'duplicates',
    duplicates: await findDuplicates(dataset, { originals, signal }),
  }
}

async function specimens(
  question: QuestionOf<'specimens'>,
  context: DataServiceContext,
): Promise<DatasetsAnswer> {
  const { part, perClass, seed } = question
  const { dataset } = await asCorrected(question, context)
  return { type: 'specimens', classes: drawSpecimens(dataset, part, perClass, seed) }
}

async function images(
  { home, dataset: source, split, ...wanted }: QuestionOf<'images'>,
  { datasets, signal }: DataServiceContext,
): Promise<DatasetsAnswer> {
  const own = await datasets.openOwn({ home, source, split }, signal)
  const { corrections } = await readCorrectionsLog(home, own)
  const found = imagesOf(own, foldCorrections(corrections), wanted)
  return { type: 'images', total: found.total, images: found.images.map(storedImage) }
}

function storedImage({ index, label, pixels, correction }: ImageInFiles) {
  return {
    ...{ index, label, pixels: Buffer.from(pixels).toString('base64') },
    correction: correction === null ? null : opinionOf(correction),
  }
}

function opinionOf(correction: NonNullable<ImageInFiles['correction']>) {
  const { reason } = correction
  return correction.kind === 'exclude'
    ? { kind: correction.kind, reason }
    : { kind: correction.kind, reason, label: correction.label }
}

async function correct(
  { home, dataset: source, split, corrections }: QuestionOf<'correct'>,
  { datasets, signal }: DataServiceContext,
): Promise<DatasetsAnswer> {
  const own = await datasets.openOwn({ home, source, split }, signal)
  return { type: 'correct', undo: await correctDataset(home, own, corrections, signal) }
}
