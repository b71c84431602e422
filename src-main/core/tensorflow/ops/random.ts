import { outputOf, type SymbolicTensor } from '../graph/graph'
import { elementCount, type Shape } from '../graph/shape'
import { add, greaterEqual, multiply } from './arithmetic'
import { bitcast, pack, reshape, slice } from './array'
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

  /**
   * A bool mask that is true with probability 1 - rate, for rates that are multiples of 1/256. A rate of
   * 1/4 needs two random bits a value, one of 1/2 a single bit: each byte then serves several values.
   */
  keep(site: number, rate: number, shape: Shape): SymbolicTensor {
    const count = elementCount(shape)
    const bits = [1, 2, 4, 8].find((bits) => Number.isInteger(rate * 2 ** bits)) ?? 8
    const values = count % (8 / bits) === 0 ? 8 / bits : 1
    const bytes = this.bytes(site, [count / values])
    const { graph } = bytes
    const byte = (value: number) => constant(graph, 'uint8', [], Uint8Array.of(value))
    // The bits of a value are shifted to the top, where they alone decide the comparison.
    const masks = Array.from({ length: values }, (_, value) => {
      const shifted = value === 0 ? bytes : multiply(bytes, byte(2 ** (value * bits)))
      return greaterEqual(shifted, byte(rate * 256))
    })
    return reshape(pack(masks), shape)
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
