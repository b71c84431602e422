import { GlyphlabError } from '../core/errors'
import { KeptRecognisers } from '../core/recognition/kept-recognisers'
import { findRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import {
  recogniserQuestionSchema,
  type RecogniserAnswer,
  type RecogniserQuestion,
} from './recogniser-messages'
import { inTurn, serveRequests } from './serve-requests'

/** The entry of the process that says what a drawing shows, while another one trains. */
const LISTED = 5

let recognisers: KeptRecognisers | null = null
const oneAtATime = inTurn()

serveRequests<RecogniserQuestion, RecogniserAnswer>(recogniserQuestionSchema, (question) =>
  oneAtATime(() => recognise(question)),
)

async function recognise({ folder, pixels }: RecogniserQuestion): Promise<RecogniserAnswer> {
  recognisers ??= await openRecognisers()
  const answers = await recognisers.recognise(folder, pixels, LISTED)
  return {
    type: 'recognise',
    answers: answers.map(({ characters, probability }) => ({
      characters: [...characters],
      // A sum of float32 may come out a little above.
      probability: Math.min(1, probability),
    })),
  }
}

/** Nothing is fetched behind the user's back. */
async function openRecognisers(): Promise<KeptRecognisers> {
  const runtime = await findRuntime()
  if (runtime === null)
    throw new GlyphlabError('runtime-missing', 'there is no TensorFlow runtime yet')
  return new KeptRecognisers(loadTensorFlow(runtime))
}
