import { GlyphlabError } from '../core/errors'
import { SketchReader } from '../core/recognition/sketch-reader'
import { findRuntime, loadTensorFlow } from '../core/tensorflow/runtime'
import {
  recogniserQuestionSchema,
  type RecogniserAnswer,
  type RecogniserQuestion,
} from './recogniser-messages'
import { inTurn, serveRequests } from './serve-requests'

/** The entry of the process that says what a drawing shows, while another one trains. */
let reader: SketchReader | null = null
const oneAtATime = inTurn()

serveRequests<RecogniserQuestion, RecogniserAnswer>(
  recogniserQuestionSchema,
  ({ strokes, models }) =>
    oneAtATime(async () => {
      reader ??= await openReader()
      return { type: 'read', reading: await reader.read(strokes, models) }
    }),
)

/** Nothing is fetched behind the user's back. */
async function openReader(): Promise<SketchReader> {
  // The card is for training: this answers while a run trains.
  const runtime = await findRuntime({ device: 'cpu' })
  if (runtime === null)
    throw new GlyphlabError('runtime-missing', 'there is no TensorFlow runtime yet')
  return new SketchReader(loadTensorFlow(runtime, { device: 'cpu' }))
}
