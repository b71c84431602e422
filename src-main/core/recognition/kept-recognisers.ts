import { stat } from 'node:fs/promises'
import { GlyphlabError } from '../errors'
import { IMAGE_SIDE } from '../images/emnist-recipe'
import { loadNetwork, type LoadedNetwork } from '../runs/load-network'
import { runPaths } from '../runs/run-folder'
import type { TensorFlow } from '../tensorflow/runtime'
import { likeliest, type LikelyClass } from './likeliest'
import { Recogniser } from './recogniser'

/** A network takes some tens of megabytes. */
const MOST_KEPT = 3

interface KeptNetwork {
  /** Of the checkpoint that it was read from. */
  readonly stamp: string
  readonly network: LoadedNetwork
  readonly recogniser: Recogniser
}

/**
 * The networks of the runs that were asked last, ready to answer; one whose checkpoint has changed is read
 * again. Only one question at a time may be put.
 */
export class KeptRecognisers implements Disposable {
  /** By folder, the one that was asked last at the end. */
  readonly #kept = new Map<string, KeptNetwork>()

  constructor(private readonly tensorflow: TensorFlow) {}

  /**
   * What the best network of a run makes of an image: its likeliest classes, first to last.
   * @param pixels `[28, 28]`, upright, 0 is paper
   * @throws GlyphlabError as `loadNetwork`, or `model-invalid` where it takes images of another size
   */
  async recognise(
    folder: string,
    pixels: Uint8Array,
    count: number,
  ): Promise<readonly LikelyClass[]> {
    const { network, recogniser } = await this.#open(folder)
    const image = Float32Array.from(pixels, (value) => value / 255)
    return likeliest(network.classes, await recogniser.probabilities(image), count)
  }

  [Symbol.dispose](): void {
    for (const folder of [...this.#kept.keys()]) this.#forget(folder)
  }

  async #open(folder: string): Promise<KeptNetwork> {
    // Taken before the file is read: what takes its place meanwhile is found the next time.
    const stamp = await checkpointStamp(folder)
    const known = this.#kept.get(folder)
    if (known?.stamp === stamp) {
      this.#kept.delete(folder)
      this.#kept.set(folder, known)
      return known
    }
    this.#forget(folder)
    const network = await loadNetwork(folder)
    requireImageSize(network)
    const recogniser = await Recogniser.open(this.tensorflow, network, network.precision)
    const opened = { stamp, network, recogniser }
    this.#kept.set(folder, opened)
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#forget(oldest)
    return opened
  }

  #forget(folder: string): void {
    this.#kept.get(folder)?.recogniser[Symbol.dispose]()
    this.#kept.delete(folder)
  }
}

/** @throws GlyphlabError `model-invalid` */
export function requireImageSize({ model }: LoadedNetwork): void {
  const [height, width] = model.inputShape
  if (height !== IMAGE_SIDE || width !== IMAGE_SIDE)
    throw new GlyphlabError('model-invalid', `the network takes ${height}x${width} pixels`)
}

/** A checkpoint is never written over, but replaced. */
async function checkpointStamp(folder: string): Promise<string> {
  const found = await stat(runPaths(folder).best).catch(() => null)
  return found === null ? '' : [found.ino, found.size, found.mtimeMs].join()
}
