import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { allowedWords, describeAllowed } from './allowed-values'

/** Stands for null, of which commander would make an empty text. */
export const NONE = Symbol('none')

/**
 * A parser for a commander option whose values a schema decides: text as it is, a number where the schema
 * takes one, and {@link NONE} for the `none` of one that may be null. A value that does not fit ends the
 * command with wrong usage, in one line that names the option, the value and what is allowed.
 *
 * @example program.option('--epochs <count>', 'how long to train', optionValue(z.int().positive()))
 */
export function optionValue<T>(
  schema: z.ZodType<T>,
): (word: string) => NonNullable<T> | typeof NONE {
  const parse = (word: string) => {
    for (const candidate of readings(word)) {
      const parsed = schema.safeParse(candidate)
      if (parsed.success) return parsed.data ?? NONE
    }
    throw new InvalidArgumentError(`Allowed: ${describeAllowed(schema)}.`)
  }
  schemas.set(parse, schema)
  return parse
}

/** Commander keeps the parser of an option and nothing of what it takes. */
const schemas = new WeakMap<object, z.ZodType>()

/** The fixed words among the values of an option with a parser made by {@link optionValue}, for completion. */
export function wordsTakenBy(parser: object | undefined): readonly string[] {
  const schema = parser && schemas.get(parser)
  return schema === undefined ? [] : allowedWords(schema)
}

function readings(word: string): readonly unknown[] {
  const number = word.trim() === '' ? Number.NaN : Number(word)
  return [word, ...(Number.isFinite(number) ? [number] : []), ...(word === 'none' ? [null] : [])]
}
