import { KeptDataset } from '../core/datasets/kept-dataset'
import { assertNever } from '../core/errors'
import { dataQuestionSchema, type DataAnswer, type DataQuestion } from './data-service-messages'
import { answerOfDatasets } from './data-service/datasets-questions'
import { MeasurementsQuestions } from './data-service/measurements-questions'
import { RunsQuestions } from './data-service/runs-questions'
import { serveRequests } from './serve-requests'

/**
 * The entry of the process that answers what a window asks about data sets, runs and measurements. It loads no
 * TensorFlow. Here is said whose question each is; how it is answered lies beside, by subject.
 */
const datasets = new KeptDataset()
const runs = new RunsQuestions()
const measurements = new MeasurementsQuestions()

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
    default:
      return assertNever(question)
  }
})
