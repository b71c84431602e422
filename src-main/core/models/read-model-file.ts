import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import type { Layer } from '../../../src-preload/contract/layers'
import type { Architecture } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../errors'
import { grouped } from '../number-text'
import { kerasSequentialLayers } from './keras-sequential'
import { parseLayers } from './layer-list'
import { buildModel, IMAGE_SHAPE } from './model'

/** The layers of Keras that are allowed take less than a quarter of one. */
const MAXIMUM_FILE_BYTES = 8 * 2 ** 20

/**
 * A network of the user's own from a JSON file: a list of the engine's layers (`[{"kind": "Flatten"}, …]`,
 * or under `layers`; defaults may be left out), or what Keras writes by `to_json()` of a Sequential.
 * Its layers fit together and take images of 28x28; whether it answers all classes of a data set is for
 * `architectureLayers` to say.
 * @throws GlyphlabError `model-invalid`, naming the file, and the layer with what is wrong about it
 */
export async function readModelFile(path: string): Promise<Architecture> {
  try {
    const layers = layersOf(parseJson(await readText(path)))
    buildModel(layers, IMAGE_SHAPE)
    return { name: 'layers', title: basename(path, '.json'), layers: [...layers] }
  } catch (error) {
    if (error instanceof GlyphlabError && error.code === 'model-invalid')
      throw new GlyphlabError(error.code, `${path}: ${error.message}`, error.hint, { cause: error })
    throw error
  }
}

async function readText(path: string): Promise<string> {
  try {
    const status = await stat(path)
    // A pipe would be waited for without end.
    if (!status.isFile()) throw invalid('is no file')
    if (status.size > MAXIMUM_FILE_BYTES)
      throw invalid(
        `${grouped(status.size)} bytes, at most ${grouped(MAXIMUM_FILE_BYTES)} are allowed`,
      )
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof GlyphlabError))
      throw new GlyphlabError(
        'model-invalid',
        `cannot be read (${String(error.code)})`,
        'Name a file that is there; `glyphlab models --help` says what is in one.',
      )
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    // Editors of Windows may put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : ''
    throw invalid(`no JSON: ${reason}`)
  }
}

const layersObjectSchema = z.strictObject({ layers: z.unknown() })

function layersOf(json: unknown): readonly Layer[] {
  if (Array.isArray(json)) return parseLayers(json)
  const parsed = layersObjectSchema.safeParse(json)
  if (parsed.success) return parseLayers(parsed.data.layers)
  if (typeof json === 'object' && json !== null && 'class_name' in json)
    return kerasSequentialLayers(json)
  throw invalid("neither a list of layers nor Keras's to_json() of a Sequential")
}

function invalid(problem: string): GlyphlabError {
  return new GlyphlabError('model-invalid', problem)
}
