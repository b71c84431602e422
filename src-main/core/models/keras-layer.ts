import { z } from 'zod'
import { GlyphlabError } from '../errors'
import { shortJson } from './layer-list'

export const kerasLayerSchema = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() }),
})

/**
 * One layer of a Keras file, whose parameters are taken one by one. What is left over in the end is
 * something that the engine does not know, and refused, unless it is null or false and so asks for nothing.
 */
export class KerasLayer {
  readonly #name: string
  readonly #className: string
  readonly #parameters: Map<string, unknown>

  constructor({ class_name, config }: z.infer<typeof kerasLayerSchema>) {
    const { name, ...parameters } = config
    this.#name = name
    this.#className = class_name
    this.#parameters = new Map(Object.entries(parameters))
  }

  /**
   * @param schema of what the engine can do; gives the default of a parameter that is missing
   * @param wanted the same in words
   * @throws GlyphlabError `model-invalid`, naming layer, class, parameter and value
   */
  take<T>(parameter: string, schema: z.ZodType<T>, wanted: string): T {
    const value = this.#parameters.get(parameter)
    this.#parameters.delete(parameter)
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw this.refusal(
      `${parameter} ${shortJson(value)}${value === undefined ? '' : ' is not supported'}, wanted is ${wanted}`,
    )
  }

  /** @throws GlyphlabError `model-invalid` for the first parameter that was not taken */
  finish(): void {
    for (const [parameter, value] of this.#parameters)
      if (value !== null && value !== false)
        throw this.refusal(`${parameter} ${shortJson(value)} is not supported`)
  }

  refusal(problem: string): GlyphlabError {
    return new GlyphlabError('model-invalid', `${this.#name} (${this.#className}): ${problem}`)
  }
}
