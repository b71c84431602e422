import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { describeAllowed } from './allowed-values'

/**
 * A parser for a commander option whose values a schema decides: text as it is, a number where the schema
 * takes one, and `none` for null. A value that does not fit ends the command with wrong usage, in one line
 * that names the option, the value and what is allowed.
 *
 * @example program.option('--epochs <count>', 'how long to train', optionValue(z.int().positive()))
 */
export function optionValue<T>(schema: z.ZodType<T>): (word: string) => T {
  return (word) => {
    for (const candidate of readings(word)) {
      const parsed = schema.safeParse(candidate)
      if (parsed.success) return parsed.data
    }
    throw new InvalidArgumentError(`Allowed: ${describeAllowed(schema)}.`)
  }
}

function readings(word: string): readonly unknown[] {
  const number = word.trim() === '' ? Number.NaN : Number(word)
  return [word, ...(Number.isFinite(number) ? [number] : []), ...(word === 'none' ? [null] : [])]
}
