import { dataAnswerSchema, type DataAnswer, type DataQuestion } from './data-service-messages'
import { entryFile } from './entry-file'
import {
  RECOGNISER_ENVIRONMENT,
  recogniserAnswerSchema,
  type RecogniserAnswer,
  type RecogniserQuestion,
} from './recogniser-messages'
import { Service } from './service'
import type { StartProcess } from './start-process'

export type DataService = Service<DataQuestion, DataAnswer>
export type RecogniserService = Service<RecogniserQuestion, RecogniserAnswer>

/** Answers short questions about data sets and runs. @param file its entry; that of the build where left out */
export function dataService(
  startProcess: StartProcess,
  file = entryFile('data-service'),
): DataService {
  return new Service({ name: 'data', file, answerSchema: dataAnswerSchema, startProcess })
}

/** Says what drawings show. @param file its entry; that of the build where left out */
export function recogniserService(
  startProcess: StartProcess,
  file = entryFile('recogniser'),
): RecogniserService {
  return new Service({
    ...{ name: 'recogniser', file, startProcess },
    answerSchema: recogniserAnswerSchema,
    environment: RECOGNISER_ENVIRONMENT,
  })
}
