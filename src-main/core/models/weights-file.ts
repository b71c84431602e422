import { GlyphlabError } from '../errors'
import { grouped } from '../number-text'
import type { SafeTensor } from '../safetensors/safetensors'
import { modelWeights, type Model } from './model'

/** Before the name of an optimizer's slot, which a run's `last.safetensors` holds: `optimizer/dense/kernel/m`. */
export const SLOT_PREFIX = 'optimizer/'
/** Before the name of a weight: its moving average, which is what the run is measured with. */
export const AVERAGE_PREFIX = 'average/'
/** How many names of a kind a message lists. */
const NAMED = 3
const LONGEST_NAMED = 80

/**
 * The weights of a network out of a file's tensors, by name. Slots of an optimizer are ignored; a weight's
 * moving average goes before the weight itself.
 * @param file how a message calls the file
 * @throws GlyphlabError `weights-invalid`: tensors are missing, left over, of another shape, or not finite
 */
export function weightsForModel(
  model: Model,
  tensors: ReadonlyMap<string, SafeTensor>,
  file: string,
): ReadonlyMap<string, Float32Array> {
  const specs = modelWeights(model)
  const unused = new Set([...tensors.keys()].filter((name) => !name.startsWith(SLOT_PREFIX)))
  const weights = new Map<string, Float32Array>()
  const missing: string[] = []
  const misshapen: string[] = []
  for (const { name, shape } of specs) {
    const averaged = AVERAGE_PREFIX + name
    const [found] = [averaged, name].filter((candidate) => tensors.has(candidate))
    const tensor = found === undefined ? undefined : tensors.get(found)
    unused.delete(averaged)
    unused.delete(name)
    if (!tensor) missing.push(name)
    else if (!isSameShape(tensor.shape, shape))
      misshapen.push(`${name} is [${tensor.shape.join(', ')}], wanted is [${shape.join(', ')}]`)
    else weights.set(name, tensor.values)
  }
  const problems = [
    ...some(missing, `of ${grouped(specs.length)} weights missing`),
    ...some(misshapen, 'of another shape'),
    ...some([...unused], 'that the network has no place for'),
  ]
  if (problems.length > 0) throw invalid(`${file} does not fit the network: ${problems.join('; ')}`)
  for (const [name, values] of weights)
    if (!values.every(Number.isFinite))
      throw invalid(`${file}: ${name} has values that are not finite`)
  return weights
}

function some(names: readonly string[], what: string): readonly string[] {
  if (names.length === 0) return []
  const first = names.slice(0, NAMED).map(shortened).join(', ')
  const more = names.length > NAMED ? ', …' : ''
  return [`${grouped(names.length)} ${what} (${first}${more})`]
}

/** A name out of a file can be of any length. */
function shortened(name: string): string {
  return name.length > LONGEST_NAMED ? `${name.slice(0, LONGEST_NAMED)}…` : name
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

function invalid(message: string): GlyphlabError {
  return new GlyphlabError('weights-invalid', message)
}
