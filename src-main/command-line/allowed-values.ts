import { z } from 'zod'

/** What `optionValue` describes of a JSON Schema; the rest of the standard does not occur in options. */
const describedSchema = z.object({
  /** A text that says it better, given by the schema itself. */
  title: z.string().optional(),
  type: z.string().optional(),
  const: z.union([z.string(), z.number()]).optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  anyOf: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
})
type DescribedSchema = z.infer<typeof describedSchema>

/** What a schema allows, in words: `a whole number from 1 to 100000`, `float32 or bfloat16`. */
export function describeAllowed(schema: z.ZodType): string {
  return describe(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

/** The fixed words among what a schema allows: `float32` and `bfloat16`, or `none`, but no numbers. */
export function allowedWords(schema: z.ZodType): readonly string[] {
  return wordsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

function wordsOf(jsonSchema: unknown): readonly string[] {
  const schema = describedSchema.parse(jsonSchema)
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(wordsOf)
  if (schema.type === 'null') return ['none']
  const fixed = schema.const === undefined ? (schema.enum ?? []) : [schema.const]
  return fixed.filter((value) => typeof value === 'string')
}

function describe(jsonSchema: unknown): string {
  const schema = describedSchema.parse(jsonSchema)
  if (schema.title !== undefined) return schema.title
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum !== undefined) return alternatives(schema.enum.map(String))
  if (schema.anyOf !== undefined) return alternatives(schema.anyOf.map(describe))
  switch (schema.type) {
    case 'null':
      return 'none'
    case 'integer':
      return `a whole number${describeRange(wholeNumberBounds(schema))}`
    case 'number':
      return `a number${describeRange(schema)}`
    default:
      return 'a text'
  }
}

/** Whole numbers above 0 are at least 1; that a double holds them exactly is no news to anybody. */
function wholeNumberBounds(schema: DescribedSchema): DescribedSchema {
  const { exclusiveMinimum: above, exclusiveMaximum: below } = schema
  const least = above === undefined ? schema.minimum : above + 1
  const most = below === undefined ? schema.maximum : below - 1
  return {
    ...(least === Number.MIN_SAFE_INTEGER ? {} : { minimum: least }),
    ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }),
  }
}

function describeRange(schema: DescribedSchema): string {
  const { minimum: least, maximum: most, exclusiveMinimum: above, exclusiveMaximum: below } = schema
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`
  const bounds = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ]
  return bounds.length === 0 ? '' : `, ${bounds.join(' and ')}`
}

function alternatives(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words.slice(-1).join('')}`
}
