import { copyFile, mkdir, readFile, readdir, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { ConnectionTally } from '../../connections/connection-tally'
import { unpack } from './archive'
import { tfjsFolder } from './binding'
import type { InstallContext } from './install-folder'
import type { Libraries } from './libraries'
import { fetchVendorFile, type DownloadOutcome, type Vendor } from './vendor-file'

const packageSchema = z.object({ version: z.string() })
const SYSTEMS: Readonly<Record<string, { readonly name: string; readonly extension: string }>> = {
  'linux-x64': { name: 'linux', extension: 'tar.gz' },
  'win32-x64': { name: 'windows', extension: 'zip' },
}

/** A binding fetched from the vendor, its path relative to the folder. */
export type PrebuiltOutcome =
  | { readonly kind: 'placed'; readonly binding: string }
  | Extract<DownloadOutcome, { kind: 'unavailable' }>

/**
 * Places the vendor's prebuilt binding for machines without a compiler (always so on Windows). No
 * checksum of it is published: what stands for it is HTTPS and the checksums within the archive.
 *
 * @param work a folder for the download, removed by the caller
 */
export async function placePrebuiltBinding(
  libraries: Libraries,
  vendor: Vendor,
  work: string,
  folder: string,
  connections: ConnectionTally,
  context: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<PrebuiltOutcome> {
  const system = SYSTEMS[`${process.platform}-${process.arch}`]
  if (system === undefined) {
    return { kind: 'unavailable', reason: 'the vendor has no prebuilt binding for this system' }
  }
  const text = await readFile(join(tfjsFolder(), 'package.json'), 'utf8')
  const { version } = packageSchema.parse(JSON.parse(text))
  const name = `GPU-${system.name}-${version}.${system.extension}`
  const url = `${vendor.storage}/tf-builds/pre-built-binary/napi-v8/${version}/${name}`
  const file = join(work, name)
  const outcome = await fetchVendorFile(url, file, vendor, connections, context)
  if (outcome.kind === 'unavailable') return outcome
  const unpacked = join(work, 'binding')
  await mkdir(unpacked)
  await unpack(file, unpacked, context)
  const found = (await readdir(unpacked, { recursive: true })).find(
    (path) => basename(path) === 'tfjs_binding.node',
  )
  if (found === undefined) {
    return { kind: 'unavailable', reason: `${url} holds no tfjs_binding.node` }
  }
  const binding = process.platform === 'win32' ? 'lib/tfjs_binding.node' : LINUX_BINDING
  await mkdir(dirname(join(folder, binding)), { recursive: true })
  await copyFile(join(unpacked, found), join(folder, binding))
  if (process.platform !== 'win32') await linkWhereLinuxLooks(libraries, folder)
  return { kind: 'placed', binding }
}

/** The vendor's binding looks for `libtensorflow.so.2` in `$ORIGIN/../../deps/lib`. */
const LINUX_BINDING = 'binding/napi-v8/tfjs_binding.node'

async function linkWhereLinuxLooks(libraries: Libraries, folder: string): Promise<void> {
  const lib = join(folder, 'deps', 'lib')
  await mkdir(lib, { recursive: true })
  const above = join('..', '..', 'lib')
  await symlink(join(above, basename(libraries.tensorflow)), join(lib, 'libtensorflow.so.2'))
  if (libraries.framework === undefined) return
  const framework = join(above, basename(libraries.framework))
  await symlink(framework, join(lib, 'libtensorflow_framework.so.2'))
}
