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

/** A binding fetched from the vendor, its path relative to the folder. */
export type PrebuiltOutcome =
  | { readonly kind: 'placed'; readonly binding: string }
  | Extract<DownloadOutcome, { kind: 'unavailable' }>

/**
 * Places the vendor's prebuilt binding for Linux machines without a compiler: for other systems it has none. No
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
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { kind: 'unavailable', reason: 'the vendor has no prebuilt binding for this system' }
  }
  const text = await readFile(join(tfjsFolder(), 'package.json'), 'utf8')
  const { version } = packageSchema.parse(JSON.parse(text))
  const name = `GPU-linux-${version}.tar.gz`
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
  await mkdir(dirname(join(folder, BINDING)), { recursive: true })
  await copyFile(join(unpacked, found), join(folder, BINDING))
  await linkWhereItLooks(libraries, folder)
  return { kind: 'placed', binding: BINDING }
}

/** The vendor's binding looks for `libtensorflow.so.2` in `$ORIGIN/../../deps/lib`. */
const BINDING = 'binding/napi-v8/tfjs_binding.node'

async function linkWhereItLooks(libraries: Libraries, folder: string): Promise<void> {
  const lib = join(folder, 'deps', 'lib')
  await mkdir(lib, { recursive: true })
  const above = join('..', '..', 'lib')
  await symlink(join(above, basename(libraries.tensorflow)), join(lib, 'libtensorflow.so.2'))
  if (libraries.framework === undefined) return
  const framework = join(above, basename(libraries.framework))
  await symlink(framework, join(lib, 'libtensorflow_framework.so.2'))
}
