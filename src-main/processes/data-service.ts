import { KeptDataset } from '../core/datasets/kept-dataset'
import { assertNever } from '../core/errors'
import { dataQuestionSchema, type DataAnswer, type DataQuestion } from './data-service-messages'
import { answerOfDatasets } from './data-service/datasets-questions'
import { MeasurementsQuestions } from './data-service/measurements-questions'
import { RunsQuestions } from './data-service/runs-questions'
import { SketchesQuestions } from './data-service/sketches-questions'
import { serveRequests } from './serve-requests'

/**
 * The entry of the process that answers what a window asks about data sets, runs, measurements and sketches that
 * are kept. It loads no TensorFlow. Here is said whose question each is; how it is answered lies beside, by subject.
 */
const datasets = new KeptDataset()
const runs = new RunsQuestions()
const measurements = new MeasurementsQuestions()
const sketches = new SketchesQuestions()

serveRequests<DataQuestion, DataAnswer>(dataQuestionSchema, async (question, signal) => {
  const context = { signal, datasets }
  switch (question.type) {
    case 'plan':
    case 'samples':
    case 'content':
    case 'duplicates':
    case 'specimens':
    case 'images':
    case 'correct':
      return answerOfDatasets(question, context)
    case 'runs':
    case 'run':
    case 'metrics':
    case 'epochs':
    case 'annotate':
    case 'delete':
    case 'trash':
    case 'restore':
    case 'usage':
    case 'empty-trash':
      return runs.answer(question)
    case 'measurements':
    case 'measurement':
    case 'measurement-images':
    case 'compare-measurements':
    case 'measurement-text':
    case 'recall':
    case 'remove-predictions':
      return measurements.answer(question, context)
    case 'keep-sketch':
    case 'correct-sketch':
    case 'list-sketches':
    case 'open-sketch':
    case 'delete-sketches':
    case 'remove-my-sketches':
    case 'export-sketches':
      return sketches.answer(question)
    default:
      return assertNever(question)
  }
})
