import { z } from 'zod'
import { namedArchitectureSchema, type Architecture } from '../../src-preload/contract/training'
import { readModelFile } from '../core/models/read-model-file'
import { asTyped } from './paths'

const nameSchema = z.enum(namedArchitectureSchema.options.map(({ shape }) => shape.name.value))

/** How a network is named on the command line: one that comes with Glyphlab, or a file of one's own. */
export const modelWordSchema = z.union([
  nameSchema,
  z
    .string()
    .regex(/\.json$/i)
    .meta({ title: 'a file whose name ends in .json' }),
])

/**
 * The network behind a word that {@link modelWordSchema} takes.
 * @throws GlyphlabError `model-invalid`, naming the file and what is wrong in it
 */
export async function readArchitecture(word: string): Promise<Architecture> {
  const name = nameSchema.safeParse(word)
  return name.success
    ? namedArchitectureSchema.parse({ name: name.data })
    : readModelFile(asTyped(word))
}
