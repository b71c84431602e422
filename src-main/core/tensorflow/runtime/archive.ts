import { mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ConnectionTally } from '../../connections/connection-tally'
import { GlyphlabError } from '../../errors'
import { fileContent } from '../../files/file-content'
import { renamePatiently } from '../../files/rename-patiently'
import { errorLines, runChild } from './child'
import type { InstallContext } from './install-folder'
import { findLibraries } from './libraries'
import type { ArchivePin } from './pinned-downloads'
import { fetchVendorFile, type DownloadOutcome, type Vendor } from './vendor-file'
import { extractMembers } from './zip'

type Context = Pick<InstallContext, 'onProgress' | 'signal'>

/**
 * Fetches the vendor's libtensorflow and unpacks it into `folder` (lib/, include/, LICENSE and notices).
 *
 * @param work an empty folder for the download, removed by the caller
 * @returns `unavailable` when the vendor's storage cannot be reached
 * @throws GlyphlabError `runtime-install-failed` when the file has another hash or no library
 */
export async function installArchive(
  pin: ArchivePin,
  vendor: Vendor,
  work: string,
  folder: string,
  connections: ConnectionTally,
  context: Context,
): Promise<DownloadOutcome> {
  const file = join(work, basename(pin.path))
  const url = `${vendor.storage}/${pin.path}`
  const outcome = await fetchVendorFile(url, file, vendor, connections, context)
  if (outcome.kind === 'unavailable') return outcome
  context.onProgress({ phase: 'verifying' })
  const { sha256 } = await fileContent(file, context.signal)
  if (sha256 !== pin.sha256) {
    throw new GlyphlabError(
      'runtime-install-failed',
      `${url} has SHA-256 ${sha256}, not ${pin.sha256}: truncated, or not the original`,
    )
  }
  await unpack(file, folder, context)
  await moveLooseWindowsLibrary(folder)
  if ((await findLibraries(join(folder, 'lib'))) === undefined) {
    throw new GlyphlabError('runtime-install-failed', `${url} holds no libtensorflow in lib/`)
  }
  return outcome
}

/** Unpacks a .zip or .tar.gz into a folder. */
export async function unpack(file: string, folder: string, context: Context): Promise<void> {
  if (file.endsWith('.zip')) {
    await extractMembers([{ zipFile: file, target: (member) => join(folder, member) }], context)
    return
  }
  context.onProgress({ phase: 'unpacking', bytesDone: 0 })
  const outcome = await runChild('tar', ['-xzf', file, '-C', folder], { signal: context.signal })
  if (outcome.kind === 'ended' && outcome.ok) return
  const why = outcome.kind === 'missing' ? 'there is no tar' : errorLines(outcome.output)[0]
  throw new GlyphlabError('runtime-install-failed', `${basename(file)} cannot be unpacked: ${why}`)
}

/** Some of the vendor's zip files have the library at the top instead of in lib/. */
async function moveLooseWindowsLibrary(folder: string): Promise<void> {
  if (!(await readdir(folder)).includes('tensorflow.dll')) return
  await mkdir(join(folder, 'lib'), { recursive: true })
  await renamePatiently(join(folder, 'tensorflow.dll'), join(folder, 'lib', 'tensorflow.dll'))
}
