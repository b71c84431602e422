import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { legibilityRecipeSchema } from './doodles/legibility-recipe'
import { strokesRecipeSchema } from './strokes/make-strokes'

const fileSchema = z.object({
  name: z.string(),
  bytes: z.int().min(0),
  /** In hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
/** A file as it was when its data set was stored. */
export type KnownFile = Readonly<z.infer<typeof fileSchema>>

/** Where the images of a data set come from. */
const originSchema = z.discriminatedUnion('kind', [
  /** Drawn by Glyphlab. */
  z.object({
    kind: z.literal('strokes'),
    /** `STROKES_VERSION` of the program that made it. */
    generatorVersion: z.int(),
    ...strokesRecipeSchema.shape,
  }),
  /** Characters of another data set, and doodles: what can be read, and what cannot. */
  z.object({
    kind: z.literal('legibility'),
    generatorVersion: z.int(),
    /** What the other data set was opened by, and its fingerprint. */
    from: z.string(),
    fingerprint: z.string(),
    ...legibilityRecipeSchema.shape,
  }),
  /** The official files of EMNIST, each with the published SHA-256. */
  z.object({ kind: z.literal('emnist'), url: z.string() }),
  /** Fetched from Kaggle. */
  z.object({ kind: z.literal('kaggle'), dataset: z.string(), url: z.string() }),
  /** Files of a known format that the user had. */
  z.object({
    kind: z.literal('files'),
    format: z.enum(['emnist', 'mnist', 'csv']),
    path: z.string(),
    files: z.array(fileSchema),
  }),
  /** Pictures that the user had, a folder a class. */
  z.object({
    kind: z.literal('images'),
    path: z.string(),
    pictures: z.int(),
    /** What was no picture, or a broken one. */
    leftOut: z.int(),
    /** How the pictures were parted; null where the folder says so itself by `train` and `test`. */
    split: z.object({ testShare: z.number(), seed: z.int() }).nullable(),
  }),
  /** Drawn and corrected by the user: made anew whenever their log says otherwise. */
  z.object({
    kind: z.literal('sketches'),
    /** Of which log. */
    log: z.string(),
  }),
])
export type DatasetOrigin = Readonly<z.infer<typeof originSchema>>

const classSchema = z.object({
  label: z.int().min(0).max(255),
  /** All characters merged in the class; a name where it is none, such as `Sandal`. */
  characters: z.array(z.string()).min(1),
})

const termsSchema = z.object({
  licence: z.string().nullable(),
  citation: z.string().nullable(),
})
export type DatasetTerms = Readonly<z.infer<typeof termsSchema>>

/** What `dataset.json` beside the files of a stored data set says. */
const aboutSchema = z.object({
  schema: z.literal(2),
  /** EMNIST's name for the way it is cut; in the names of the files. */
  split: z.string(),
  origin: originSchema,
  ...termsSchema.shape,
  classes: z.array(classSchema).min(2),
  trainCount: z.int().min(1),
  testCount: z.int().min(0),
  /** `datasetFingerprint` of what the files hold. */
  fingerprint: z.string(),
  files: z.array(fileSchema),
  /** When it was stored, ISO 8601. */
  storedAt: z.string(),
})
export type DatasetAbout = Readonly<z.infer<typeof aboutSchema>>

const ABOUT_FILE = 'dataset.json'

export function aboutPath(folder: string): string {
  return join(folder, ABOUT_FILE)
}

/** Null where there is none that this program understands. */
export async function readAbout(folder: string): Promise<DatasetAbout | null> {
  return aboutSchema.safeParse(await aboutJson(folder)).data ?? null
}

/** Whether a data set of Glyphlab's lies there, of whatever version. */
export async function hasAbout(folder: string): Promise<boolean> {
  return z.object({ schema: z.int() }).safeParse(await aboutJson(folder)).success
}

/** Undefined where there is none that can be read. */
async function aboutJson(folder: string): Promise<unknown> {
  try {
    // A pipe would be waited for, without end and without a way to interrupt.
    if (!(await stat(aboutPath(folder))).isFile()) return undefined
    return JSON.parse(await readFile(aboutPath(folder), 'utf8'))
  } catch {
    return undefined
  }
}
