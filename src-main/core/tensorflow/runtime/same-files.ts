import { copyFile, link, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BINDING, BINDING_FILES } from './add-binding'
import { shortHash } from './folder-name'
import { readSealedFolder, type Manifest } from './manifest'
import { variantWheels, type PlatformPins } from './pinned-downloads'
import type { Runtime } from './runtime'

/** A whole runtime of the same wheels, whose binding was made by another version of Glyphlab. */
export interface SameFiles {
  readonly folder: string
  readonly manifest: Manifest
}

/** What a runtime is unpacked from, whatever its binding: null where that is no wheels. */
export function wheelsKey(pins: PlatformPins, variant: Runtime['variant']): string | null {
  const wheels = variantWheels(pins, variant)
  return wheels === null ? null : shortHash(wheels.map(({ sha256 }) => sha256))
}

/** After an update of Glyphlab only the binding is made anew: gigabytes are not fetched for its sake. */
export async function findSameFiles(
  root: string,
  pins: PlatformPins,
  variant: Runtime['variant'],
): Promise<SameFiles | null> {
  const key = wheelsKey(pins, variant)
  if (key === null) return null
  for (const name of await readdir(root).catch(() => [])) {
    if (!name.startsWith('tensorflow-')) continue
    const folder = join(root, name)
    const manifest = await readSealedFolder(folder)
    if (manifest?.wheels === key && manifest.binding === BINDING) return { folder, manifest }
  }
  return null
}

/** Puts all but the binding into another folder; on the same disk, as links that take no room. */
export async function takeSameFiles(
  { folder, manifest }: SameFiles,
  target: string,
): Promise<void> {
  const bindings = new Set(BINDING_FILES.map((name) => `${dirname(BINDING)}/${name}`))
  for (const { path } of manifest.files) {
    if (bindings.has(path)) continue
    const [from, to] = [join(folder, path), join(target, path)]
    await mkdir(dirname(to), { recursive: true })
    await link(from, to).catch(() => copyFile(from, to))
  }
}
