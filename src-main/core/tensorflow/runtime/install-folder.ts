import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import { syncFolder } from '../../files/atomic-write'
import { isAlive } from '../../files/lock-file'
import { makeFolder } from '../../files/make-folder'
import { holdLock } from '../../files/hold-lock'
import { renamePatiently } from '../../files/rename-patiently'
import type { ReportProgress } from './install-progress'
import { readSealedFolder, sealFolder, type Manifest } from './manifest'

export interface InstallContext {
  /** The cache that holds the installed folders, the lock and the unfinished ones. */
  readonly root: string
  /** The data home, which has the list of connections. */
  readonly home: string
  readonly onProgress: ReportProgress
  readonly signal: AbortSignal | undefined
}

/** What has been put into an unfinished folder. */
export type FolderContent = Pick<Manifest, 'version' | 'variant' | 'wheels' | 'binding'> & {
  /** The name that the finished folder gets below the root. */
  readonly name: string
}

export interface InstalledFolder extends FolderContent {
  readonly folder: string
}

/** The lock file's name below the root. */
export const INSTALL_LOCK = 'install.lock'

const UNFINISHED = /^unfinished-(?<host>.+)-(?<pid>\d+)-[a-z0-9]+$/
const ABANDONED_MS = 24 * 60 * 60 * 1000

/** The first of the named folders that is installed whole. */
export async function findInstalled(
  root: string,
  names: readonly string[],
): Promise<InstalledFolder | undefined> {
  for (const name of names) {
    const folder = join(root, name)
    const manifest = await readSealedFolder(folder)
    if (manifest === undefined) continue
    const { version, variant, wheels, binding } = manifest
    return { name, folder, version, variant, wheels, binding }
  }
  return undefined
}

/**
 * Makes one folder of the cache: `fill` puts the content into an unfinished sibling, which is flushed to
 * disk and renamed at the very end, so that a kill at any instant leaves nothing that looks installed.
 * Another process at the same work is waited for, and what it has installed is used.
 *
 * @param names the folders any of which is as good, in order of preference
 */
export async function installFolder(
  context: InstallContext,
  names: readonly string[],
  fill: (folder: string) => Promise<FolderContent>,
): Promise<InstalledFolder & { readonly found: boolean }> {
  const { root, onProgress, signal } = context
  const lockFile = join(root, INSTALL_LOCK)
  await makeRoot(root)
  try {
    const install = async () => {
      const found = await findInstalled(root, names)
      if (found) return { ...found, found: true }
      await removeAbandoned(root)
      return { ...(await fillUnfinished(context, fill)), found: false }
    }
    // Should two processes ever both go on, the rename at the end decides.
    return await holdLock(lockFile, install, {
      signal,
      onWaiting: (holder) => onProgress?.({ phase: 'waiting', pid: holder?.pid }),
    })
  } catch (error) {
    throw clearError(error, root)
  }
}

async function fillUnfinished(
  { root, signal }: InstallContext,
  fill: (folder: string) => Promise<FolderContent>,
): Promise<InstalledFolder> {
  const unfinished = join(root, unfinishedName())
  await mkdir(unfinished)
  try {
    const content = await fill(unfinished)
    signal?.throwIfAborted()
    const { version, variant, wheels, binding } = content
    await sealFolder(unfinished, { version, variant, wheels, binding })
    const folder = join(root, content.name)
    await moveIntoPlace(unfinished, folder)
    await syncFolder(root)
    return { ...content, folder }
  } finally {
    await removeFolder(unfinished)
  }
}

async function moveIntoPlace(unfinished: string, folder: string): Promise<void> {
  // Somebody with a stolen lock may have been faster; a damaged folder gives way.
  if (await readSealedFolder(folder)) return
  await removeFolder(folder)
  await renamePatiently(unfinished, folder)
}

/** Unfinished folders of processes that are gone: they were killed. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const { host, pid } = UNFINISHED.exec(name)?.groups ?? {}
    if (host === undefined || pid === undefined) continue
    const folder = join(root, name)
    const ageMs = Date.now() - (await stat(folder)).mtimeMs
    const dead = host === hostname() && !isAlive(Number(pid))
    if (dead || ageMs > ABANDONED_MS) await removeFolder(folder)
  }
}

function unfinishedName(): string {
  const random = Math.random().toString(36).slice(2, 8).padEnd(6, '0')
  return `unfinished-${hostname()}-${process.pid}-${random}`
}

function removeFolder(folder: string): Promise<void> {
  // A child that was told to end may write for a moment longer.
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

/** The faults of a disk that a user can mend; others pass as they are. */
function clearError(error: unknown, root: string): unknown {
  const code = systemErrorCode(error)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GlyphlabError(
        'runtime-install-failed',
        `no space left for the TensorFlow runtime in ${root}`,
        'Free 1.5 GB there (9.5 GB for graphics cards), or set GLYPHLAB_HOME to a folder on a larger disk.',
        { cause: error },
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return unwritable(root, code, error)
    default:
      return error
  }
}

function unwritable(root: string, code: string, cause: unknown): GlyphlabError {
  return new GlyphlabError(
    'runtime-install-failed',
    `the TensorFlow runtime cannot be written to ${root} (${code})`,
    'Set GLYPHLAB_HOME to a folder that you may write to.',
    { cause },
  )
}

/** Whatever the system says against the folder itself, it is no fault of ours. */
async function makeRoot(root: string): Promise<void> {
  try {
    await makeFolder(root)
  } catch (error) {
    const clear = clearError(error, root)
    throw clear === error ? unwritable(root, systemErrorCode(error) ?? String(error), error) : clear
  }
}
