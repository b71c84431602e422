import fc from 'fast-check'
import { z } from 'zod'

type JsonSchema = Exclude<z.core.JSONSchema._JSONSchema, boolean>

/** What a home holds, by the name of the field that names it: half of all values of such a field are of these. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>

/** More than enough to be handled as any number would be; what is really long is a hostile value. */
const MOST_ITEMS = 8
const LONGEST_TEXT = 40

/** Where a pattern is one that fast-check does not read. */
const NAMES = ['20260101-000000-tiny-none', 'ä ß 字', '-rf', 'CON', '~', '$(id)', 'x'.repeat(128)]

/** Values that a request takes, or nearly: what refinements add to a schema is not known here. */
export function valuesOf(schema: z.ZodType, known: KnownValues): fc.Arbitrary<unknown> {
  return valuesOfJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), known, null)
}

function valuesOfJson(
  schema: JsonSchema | boolean,
  known: KnownValues,
  field: string | null,
): fc.Arbitrary<unknown> {
  const made = typeof schema === 'boolean' ? fc.anything() : madeOf(schema, known, field)
  const given = field !== null && Object.hasOwn(known, field) ? (known[field] ?? []) : []
  return given.length === 0
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...given) }, { weight: 1, arbitrary: made })
}

function madeOf(
  schema: JsonSchema,
  known: KnownValues,
  field: string | null,
): fc.Arbitrary<unknown> {
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined)
    return fc.oneof(...choices.map((choice) => valuesOfJson(choice, known, field)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return objects(schema, known)
    case 'array':
      return arrays(schema, known, field)
    case 'string':
      return strings(schema)
    case 'integer':
    case 'number':
      return numbers(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.anything()
  }
}

function objects(schema: JsonSchema, known: KnownValues): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => [name, valuesOfJson(value, known, name)] as const,
  )
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] })
}

function arrays(
  schema: JsonSchema,
  known: KnownValues,
  field: string | null,
): fc.Arbitrary<unknown> {
  if (schema.prefixItems !== undefined)
    return fc.tuple(...schema.prefixItems.map((item) => valuesOfJson(item, known, null)))
  const { items = true, minItems = 0, maxItems = Infinity } = schema
  const each = Array.isArray(items) ? fc.anything() : valuesOfJson(items, known, field)
  return fc.array(each, {
    minLength: minItems,
    maxLength: Math.min(maxItems, minItems + MOST_ITEMS),
  })
}

function strings({
  pattern,
  format,
  minLength = 0,
  maxLength = LONGEST_TEXT,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'base64') return fc.uint8Array({ minLength: 784, maxLength: 784 }).map(base64Of)
  if (pattern === undefined)
    return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, LONGEST_TEXT) })
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'))
  } catch {
    return fc.constantFrom(...NAMES)
  }
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function numbers(schema: JsonSchema): fc.Arbitrary<number> {
  const least = Number(schema.minimum ?? schema.exclusiveMinimum ?? -1e9)
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? 1e9)
  if (schema.type === 'integer') {
    const min = Math.max(Math.ceil(least), Number.MIN_SAFE_INTEGER)
    const max = Math.min(Math.floor(most), Number.MAX_SAFE_INTEGER)
    // Counts are small most of the time.
    return fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min, max: Math.min(max, min + 300) }) },
      { weight: 1, arbitrary: fc.maxSafeInteger().map((n) => Math.min(Math.max(n, min), max)) },
    )
  }
  return fc.double({ min: least, max: most, noNaN: true })
}
