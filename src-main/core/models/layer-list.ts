import type { z } from 'zod'
import {
  layerSchema,
  layersSchema,
  MAXIMUM_LAYERS,
  type Layer,
} from '../../../src-preload/contract/layers'
import { GlyphlabError } from '../errors'
import { grouped } from '../number-text'

/** The kinds of layers there are, as one names them. */
const LAYER_KINDS: readonly string[] = layerSchema.options.map(({ shape }) => shape.kind.value)

/**
 * A list of layers from outside, with defaults filled in.
 * @throws GlyphlabError `model-invalid`, naming the first layer that is wrong by its place in the list
 */
export function parseLayers(json: unknown): readonly Layer[] {
  if (Array.isArray(json)) requireLayerCount(json.length)
  const parsed = layersSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new GlyphlabError('model-invalid', describeIssue(parsed.error, json))
}

/** Refuses a list before each of its layers is looked at. */
export function requireLayerCount(count: number): void {
  if (count > MAXIMUM_LAYERS)
    throw new GlyphlabError(
      'model-invalid',
      `${grouped(count)} layers, at most ${grouped(MAXIMUM_LAYERS)} are allowed`,
    )
}

function describeIssue({ issues: [issue] }: z.ZodError, json: unknown): string {
  const [index, ...parameter] = issue?.path ?? []
  if (typeof index !== 'number') return `a list of layers is wanted: ${issue?.message}`
  const layer: unknown = Array.isArray(json) ? json[index] : undefined
  const kind =
    typeof layer === 'object' && layer !== null && 'kind' in layer ? layer.kind : undefined
  const place = `layer ${index + 1}`
  if (parameter[0] === 'kind')
    return `${place}: its kind is ${shortJson(kind)}, there are ${LAYER_KINDS.join(', ')}`
  const name = typeof kind === 'string' ? `${place} (${kind})` : place
  const [property] = parameter.map(String)
  const isMissing =
    property !== undefined && typeof layer === 'object' && layer !== null && !(property in layer)
  if (isMissing) return `${name}: ${property} is missing`
  return [name, ...parameter.map(String), issue?.message].join(': ')
}

function json(value: unknown): string {
  if (value === undefined) return 'missing'
  try {
    return JSON.stringify(value)
  } catch {
    // Nested too deeply to be written by recursion.
    return '…'
  }
}

/** A value in one line of a sane length. */
export function shortJson(value: unknown): string {
  const text = json(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
