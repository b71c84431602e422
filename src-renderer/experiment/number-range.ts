import { z } from 'zod'

/** What a number may be, as its schema says. */
export interface NumberRange {
  readonly least: number | null
  readonly isLeastIncluded: boolean
  readonly most: number | null
  readonly isMostIncluded: boolean
  readonly isWhole: boolean
}

type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * The range of the numbers that a schema takes; of a nullable or a union that of its numbers.
 * @throws Error where it takes no number
 */
export function rangeOf(schema: z.ZodType): NumberRange {
  const found = numberIn(z.toJSONSchema(schema, { io: 'input' }))
  if (found === null) throw new Error('the schema takes no number')
  const isWhole = found.type === 'integer'
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = found
  const above = bound(exclusiveMinimum)
  const below = bound(exclusiveMaximum)
  // The next whole number above a bound that is out is in.
  if (isWhole && above !== null)
    return { least: above + 1, isLeastIncluded: true, ...upper(maximum, below), isWhole }
  return {
    least: above ?? bound(minimum),
    isLeastIncluded: above === null,
    ...upper(maximum, below),
    isWhole,
  }
}

function upper(
  maximum: number | undefined,
  below: number | null,
): Pick<NumberRange, 'most' | 'isMostIncluded'> {
  return { most: below ?? bound(maximum), isMostIncluded: below === null }
}

function numberIn(schema: JsonSchema): JsonSchema | null {
  if (schema.type === 'number' || schema.type === 'integer') return schema
  for (const option of schema.anyOf ?? []) {
    const found = typeof option === 'boolean' ? null : numberIn(option)
    if (found !== null) return found
  }
  return null
}

/** The largest exact whole number is no bound that anybody means. */
function bound(value: number | boolean | undefined): number | null {
  return typeof value !== 'number' || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value
}

export type NumberFault = 'not-a-number' | 'not-whole' | 'too-small' | 'too-large'

/** What is wrong with a number; null where it is in its range. */
export function faultOf(value: number, range: NumberRange): NumberFault | null {
  if (!Number.isFinite(value)) return 'not-a-number'
  const { least, most } = range
  if (least !== null && (range.isLeastIncluded ? value < least : value <= least)) return 'too-small'
  if (most !== null && (range.isMostIncluded ? value > most : value >= most)) return 'too-large'
  return range.isWhole && !Number.isInteger(value) ? 'not-whole' : null
}

/** The number that a text says; NaN where it says none. A comma is taken for a point. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
}
