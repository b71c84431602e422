import { assertNever } from '../../core/errors'
import { compareMeasurements } from '../../core/measurements/compare-measurements'
import { openMeasuredDataset } from '../../core/measurements/measured-pixels'
import { measurementImages } from '../../core/measurements/measurement-images'
import { MeasurementIndex } from '../../core/measurements/measurement-index'
import { MeasurementReader } from '../../core/measurements/measurement-reader'
import { measurementText } from '../../core/measurements/measurement-text'
import { openMeasurement } from '../../core/measurements/open-measurement'
import { removePredictions } from '../../core/measurements/remove-predictions'
import { recallByEpoch } from '../../core/runs/recall-by-epoch'
import type { DataServiceContext } from './context'
import type { MeasurementsAnswer, MeasurementsQuestion } from './measurements-messages'

type QuestionOf<Type extends MeasurementsQuestion['type']> = Extract<
  MeasurementsQuestion,
  { type: Type }
>

/** Answers what is asked about measurements, and keeps what it has read of them. */
export class MeasurementsQuestions {
  readonly #index = new MeasurementIndex()
  readonly #reader = new MeasurementReader()

  async answer(
    question: MeasurementsQuestion,
    context: DataServiceContext,
  ): Promise<MeasurementsAnswer> {
    const { type } = question
    switch (type) {
      case 'measurements':
        return { type, list: await this.#index.listUnlessKnown(question.home, question.known) }
      case 'measurement':
        return this.#open(question, context)
      case 'measurement-images':
        return { type, images: await this.#images(question, context) }
      case 'compare-measurements': {
        const { home, baseline, others } = question
        return { type, compared: await compareMeasurements(home, baseline, others, this.#reader) }
      }
      case 'measurement-text': {
        const { home, ref, text } = question
        return { type, made: measurementText(ref, this.#reader.evaluation(home, ref), text) }
      }
      case 'recall':
        return { type, recall: await recallByEpoch(question.folder) }
      case 'remove-predictions':
        await removePredictions(question.home, question.ref)
        return { type }
      default:
        return assertNever(type)
    }
  }

  async #open(
    { home, ref }: QuestionOf<'measurement'>,
    context: DataServiceContext,
  ): Promise<MeasurementsAnswer> {
    const measurement = await openMeasurement(home, ref, {
      index: this.#index,
      reader: this.#reader,
    })
    // Whoever opens a measurement looks at images next: those of a large data set take a second to read.
    if (measurement.predictions.kind === 'kept')
      void this.#reader
        .answers(home, ref)
        .then((kept) => openMeasuredDataset(measurement.evaluation, kept, { home, ...context }))
        .catch(() => undefined)
    return { type: 'measurement', measurement }
  }

  #images({ home, wanted }: QuestionOf<'measurement-images'>, context: DataServiceContext) {
    return measurementImages(wanted, this.#reader, { home, ...context })
  }
}
