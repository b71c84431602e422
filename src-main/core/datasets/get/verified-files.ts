import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErrorCode } from '../../../../src-preload/contract/errors'
import { HttpFault } from '../../download/http-fault'
import { parseUrl, shownUrl } from '../../download/shown-url'
import { GlyphlabError } from '../../errors'
import { fileContent } from '../../files/file-content'
import { sizeOf } from '../../files/size-of'
import { discardWholeArchive, openArchiveMembers } from './archive-members'
import { folderMembers } from './folder-members'
import { OtherArchiveError, WrongContentError, type FetchContext, type Members } from './members'
import type { PublishedFile } from './official-emnist'

/** Bytes that come wrong are mostly damaged on the way: the second time they are the mirror's. */
const TRIES_A_MIRROR = 2

export interface VerifyContext extends FetchContext {
  readonly onVerifying: (file: string) => void
  /** Told of each file that is there and right. */
  readonly onVerified: (file: PublishedFile) => void
}

/** Those of the files that are not in the folder yet; what is there and wrong is removed. */
export async function missingFiles(
  files: readonly PublishedFile[],
  context: VerifyContext,
): Promise<PublishedFile[]> {
  const missing: PublishedFile[] = []
  for (const file of files) {
    if (await isVerified(file, context)) context.onVerified(file)
    else missing.push(file)
  }
  return missing
}

/**
 * Fetches files into the folder, each from the first mirror that has the right one, and answers the address
 * of the last.
 *
 * @throws GlyphlabError `download-failed`, `no-connection` or `checksum-differs` where no mirror has them, with
 *   the cause at each; `disk-full` or `output-failed`; the signal's reason. What was verified stays in the folder.
 */
export async function fetchVerified(
  files: readonly PublishedFile[],
  mirrors: readonly string[],
  context: VerifyContext,
): Promise<string> {
  const [first] = mirrors
  if (files.length === 0 && first !== undefined) return shownUrl(first)
  const missing = new Set(files)
  const causes: string[] = []
  const errors: GlyphlabError[] = []
  for (const mirror of mirrors) {
    const error = await tryMirror(mirror, missing, context)
    if (error === null) return shownUrl(mirror)
    await context.connections.settle('failed')
    errors.push(error)
    causes.push(shortCause(mirror, error))
    if (mirror !== mirrors.at(-1)) context.note(`${error.message}; trying the next mirror`)
  }
  throw noMirrorLeft(causes, errors)
}

/** Null where all that was missing is there, else what is wrong with the mirror. */
async function tryMirror(
  mirror: string,
  missing: Set<PublishedFile>,
  context: VerifyContext,
): Promise<GlyphlabError | null> {
  for (let tries = 1; ; tries++) {
    try {
      await fetchFrom(mirror, missing, context)
      return null
    } catch (error) {
      context.signal?.throwIfAborted()
      if (!isMirrorsFault(error)) throw error
      if (isWrongContent(error)) await discardWholeArchive(context)
      const isInVain = error instanceof OtherArchiveError || tries === TRIES_A_MIRROR
      if (!isWrongContent(error) || isInVain) return error
      context.note(`${error.message}; fetching it again`)
    }
  }
}

/** @param missing from which each file is taken that is there and right */
async function fetchFrom(
  mirror: string,
  missing: Set<PublishedFile>,
  context: VerifyContext,
): Promise<void> {
  await using members = await openMembers(mirror, context)
  for (const file of [...missing]) {
    await fetchFile(members, file, context)
    missing.delete(file)
    context.onVerified(file)
  }
}

async function fetchFile(
  members: Members,
  file: PublishedFile,
  context: VerifyContext,
): Promise<void> {
  const path = join(context.folder, file.name)
  await members.fetch({ ...file, limitBytes: file.bytes }, path)
  context.onVerifying(file.name)
  const found = await fileContent(path, context.signal)
  if (found.bytes === file.bytes && found.sha256 === file.sha256) return
  await rm(path)
  throw new WrongContentError(
    `${members.source}: ${file.name} has ${found.bytes} bytes and SHA-256 ${found.sha256}, ` +
      `expected ${file.bytes} and ${file.sha256}`,
  )
}

async function openMembers(mirror: string, context: FetchContext): Promise<Members> {
  return isArchiveUrl(mirror) ? openArchiveMembers(mirror, context) : folderMembers(mirror, context)
}

/**
 * Makes sure that a mirror is one: an archive, whose path ends in `.zip`, or a folder, whose path ends in `/`.
 * @throws GlyphlabError `usage`
 */
export function requireMirror(mirror: string): void {
  const problem = (what: string) =>
    new GlyphlabError(
      'usage',
      `the mirror ${shownUrl(mirror)} ${what}`,
      'A mirror is http:// or https://, and ends in .zip (an archive) or in / (a folder of single files).',
    )
  const url = parseUrl(mirror)
  if (url === null) throw problem('is no address')
  const { protocol, pathname } = url
  if (protocol !== 'http:' && protocol !== 'https:') throw problem('is no web address')
  if (!isArchiveUrl(mirror) && !pathname.endsWith('/'))
    throw problem('is neither an archive nor a folder')
}

function isArchiveUrl(url: string): boolean {
  return new URL(url).pathname.toLowerCase().endsWith('.zip')
}

async function isVerified(file: PublishedFile, context: VerifyContext): Promise<boolean> {
  const path = join(context.folder, file.name)
  if ((await sizeOf(path)) === null) return false
  context.onVerifying(file.name)
  const { bytes, sha256 } = await fileContent(path, context.signal)
  if (bytes === file.bytes && sha256 === file.sha256) return true
  await rm(path)
  return false
}

const MIRRORS_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'download-failed',
  'no-connection',
  'checksum-differs',
  'archive-invalid',
])

function isMirrorsFault(error: unknown): error is GlyphlabError {
  return error instanceof GlyphlabError && MIRRORS_FAULTS.has(error.code)
}

function isWrongContent(error: GlyphlabError): boolean {
  return error instanceof WrongContentError || error.code === 'archive-invalid'
}

/** Of several mirrors, what each did has to fit into a line. */
function shortCause(mirror: string, error: GlyphlabError): string {
  if (!(error.cause instanceof HttpFault)) return error.message
  const { host, hostname } = new URL(mirror)
  const { message } = error.cause
  return message.includes(hostname) ? message : `${host}: ${message}`
}

function noMirrorLeft(causes: readonly string[], errors: readonly GlyphlabError[]): GlyphlabError {
  const last = errors.at(-1)
  const isOnlyOne = causes.length === 1 && last !== undefined
  // A proxy or a missing connection ails all of them alike: what helps against that is worth more.
  const [hint, ...others] = new Set(errors.map((error) => error.hint))
  return new GlyphlabError(
    codeOf(errors),
    isOnlyOne ? last.message : `none of ${causes.length} mirrors has it: ${causes.join('; ')}`,
    others.length === 0 ? hint : MIRRORS_HINT,
    { cause: last },
  )
}

/** What the mirrors have in common; a wrong file says most, whatever the others did. */
function codeOf(errors: readonly GlyphlabError[]): ErrorCode {
  const codes = new Set(errors.map(({ code }) => code))
  if (codes.has('checksum-differs')) return 'checksum-differs'
  return codes.size === 1 && codes.has('no-connection') ? 'no-connection' : 'download-failed'
}

const MIRRORS_HINT =
  'Check the connection (behind a proxy, set HTTPS_PROXY) and run the command again: it goes on where it stopped. Or name another source by --mirror, or take in files of your own by `glyphlab data import`.'
