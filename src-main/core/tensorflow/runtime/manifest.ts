import { open, readFile, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '../../files/atomic-write'

const MANIFEST_FILE = 'manifest.json'

const manifestSchema = z.object({
  schema: z.literal(1),
  /** TensorFlow's version; null where the libraries are the user's own. */
  version: z.string().nullable(),
  /** Manifests of earlier versions do not say, and are of runtimes for the processor. */
  variant: z.enum(['cpu', 'gpu']).default('cpu'),
  /** Tells runtimes of the same wheels, whatever their binding; null where it is of none. */
  wheels: z.string().nullable().default(null),
  /** The binding, relative to the folder. */
  binding: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number().int().positive() })),
})

/** What an installed folder holds; written last, so that a folder with one was once whole. */
export type Manifest = z.infer<typeof manifestSchema>

/** Flushes every file of a folder to disk and writes its manifest. */
export async function sealFolder(
  folder: string,
  about: Pick<Manifest, 'version' | 'variant' | 'wheels' | 'binding'>,
): Promise<void> {
  const files = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const sizeBytes = await flush(file)
    if (sizeBytes > 0) files.push({ path: relative(folder, file).split(sep).join('/'), sizeBytes })
  }
  const manifest: Manifest = { schema: 1, ...about, files }
  const handle = await open(join(folder, MANIFEST_FILE), 'wx')
  try {
    await handle.writeFile(JSON.stringify(manifest, undefined, 2) + '\n')
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(folder)
}

/**
 * Reads the manifest of an installed folder and compares every file's size with it.
 *
 * @returns undefined where there is no folder, no manifest, or a file is missing or of another size
 */
export async function readSealedFolder(folder: string): Promise<Manifest | undefined> {
  try {
    const text = await readFile(join(folder, MANIFEST_FILE), 'utf8')
    const manifest = manifestSchema.parse(JSON.parse(text))
    for (const { path, sizeBytes } of manifest.files) {
      if ((await stat(join(folder, path))).size !== sizeBytes) return undefined
    }
    await stat(join(folder, manifest.binding))
    return manifest
  } catch {
    return undefined
  }
}

async function flush(path: string): Promise<number> {
  // Windows flushes what may be written to, and nothing else.
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}
