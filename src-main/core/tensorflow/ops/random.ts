import { outputOf, type SymbolicTensor } from '../graph/graph'
import { elementCount, type Shape } from '../graph/shape'
import { add } from './arithmetic'
import { bitcast, reshape, slice } from './array'
import { constant, integers } from './constants'

/** TensorFlow's number for the Philox counter-based generator (Salmon et al. 2011). */
const PHILOX = 1

/**
 * Random numbers that depend on nothing but a seed pair and the site that draws them. Site `j` starts
 * counting at `j * 2^64`, so that no two sites ever meet.
 */
export class RandomStreams {
  readonly #key: SymbolicTensor
  readonly #counter: SymbolicTensor

  /** @param seedPair `[2]`, int32: the run's seed and the step. */
  constructor(seedPair: SymbolicTensor) {
    const { graph } = seedPair
    const node = graph.add('StatelessRandomGetKeyCounter', [seedPair], { Tseed: 'int32' }, [
      { dtype: 'uint64', shape: [1] },
      { dtype: 'uint64', shape: [2] },
    ])
    this.#key = outputOf(node, 0)
    this.#counter = outputOf(node, 1)
  }

  /** Uniform in [0, 1), float32. */
  uniform(site: number, shape: Shape): SymbolicTensor {
    return reshape(
      this.#draw('StatelessRandomUniformV2', 'float32', site, elementCount(shape)),
      shape,
    )
  }

  /** Uniform over 0 to 255, uint8: a quarter of the generator's work of {@link uniform}. */
  bytes(site: number, shape: Shape): SymbolicTensor {
    const count = elementCount(shape)
    const words = Math.ceil(count / 4)
    const drawn = this.#draw('StatelessRandomUniformFullIntV2', 'uint32', site, words)
    const bytes = reshape(bitcast(drawn, 'uint8', [words, 4]), [words * 4])
    return reshape(words * 4 === count ? bytes : slice(bytes, [0], [count]), shape)
  }

  #draw(
    type: 'StatelessRandomUniformV2' | 'StatelessRandomUniformFullIntV2',
    dtype: 'float32' | 'uint32',
    site: number,
    count: number,
  ): SymbolicTensor {
    const { graph } = this.#key
    const offset = constant(graph, 'uint64', [2], Uint32Array.of(0, 0, site, 0))
    return graph.addOne(
      type,
      [
        integers(graph, [count]),
        this.#key,
        add(this.#counter, offset),
        integers(graph, [PHILOX], []),
      ],
      { dtype, Tshape: 'int32' },
      { dtype, shape: [count] },
    )
  }
}
