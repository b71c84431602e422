import type { Reading, SheetReading, Strokes } from '../../../src-preload/contract/sketch'
import { assertNever, errorData, GlyphlabError } from '../errors'
import { IMAGE_SIDE } from '../images/emnist-recipe'
import { sketchImage } from '../images/sketch-image'
import { SketchInk } from '../images/sketch-ink'
import type { TensorFlow } from '../tensorflow/runtime'
import { builtInFolder } from './built-in'
import { KeptRecognisers } from './kept-recognisers'
import { LEGIBLE_FROM, openLegibility, type Legibility } from './legibility'

/** A network that can be asked: the one that comes with Glyphlab, or the best one of a run by its folder. */
export type ReadingModel =
  { readonly kind: 'built-in' } | { readonly kind: 'run'; readonly folder: string }

const LISTED = 5

/** Reads drawings while they are drawn: keeps what was opened for the next question. One at a time may be put. */
export class SketchReader implements Disposable {
  readonly #ink = new SketchInk()
  readonly #recognisers: KeptRecognisers
  #legibility: Legibility | null = null

  constructor(private readonly tensorflow: TensorFlow) {
    this.#recognisers = new KeptRecognisers(tensorflow)
  }

  /**
   * What models make of a drawing; one that cannot be had costs the others nothing. An empty sheet has them opened,
   * so that the first stroke waits for nothing.
   *
   * @throws GlyphlabError `model-missing` where what tells characters from other drawings is not there
   */
  async read(strokes: Strokes, models: readonly ReadingModel[]): Promise<SheetReading> {
    const begunMs = performance.now()
    const image = sketchImage(strokes, this.#ink)
    this.#legibility ??= await openLegibility(this.tensorflow)
    if (image === null) {
      await this.#ask(new Uint8Array(IMAGE_SIDE * IMAGE_SIDE), models)
      return { kind: 'empty' }
    }
    const { seen } = image
    const legibility = atMostOne(await this.#legibility.legibilityOf(seen))
    const readings = await this.#ask(seen, models)
    return {
      kind: 'drawn',
      seen: Buffer.from(seen.buffer).toString('base64'),
      ...{ legibility, isLegible: legibility >= LEGIBLE_FROM, readings },
      milliseconds: performance.now() - begunMs,
    }
  }

  [Symbol.dispose](): void {
    this.#recognisers[Symbol.dispose]()
    this.#legibility?.[Symbol.dispose]()
  }

  async #ask(seen: Uint8Array, models: readonly ReadingModel[]): Promise<Reading[]> {
    const readings: Reading[] = []
    for (const model of models) readings.push(await this.#readingOf(seen, model))
    return readings
  }

  async #readingOf(seen: Uint8Array, model: ReadingModel): Promise<Reading> {
    try {
      const answers = await this.#recognisers.recognise(folderOf(model), seen, LISTED)
      if (!answers.every(({ probability }) => Number.isFinite(probability)))
        throw new GlyphlabError('model-invalid', 'the network answers no numbers')
      return {
        kind: 'read',
        answers: answers.map(({ characters, probability }) => ({
          characters: [...characters],
          probability: atMostOne(probability),
        })),
      }
    } catch (thrown) {
      return { kind: 'failed', error: errorData(thrown) }
    }
  }
}

/** A sum of float32 may come out a little above. */
const atMostOne = (probability: number): number => Math.min(1, probability)

function folderOf(model: ReadingModel): string {
  switch (model.kind) {
    case 'built-in':
      return builtInFolder()
    case 'run':
      return model.folder
    default:
      return assertNever(model)
  }
}
