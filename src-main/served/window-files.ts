import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { GlyphlabError } from '../core/errors'

/** A file of the window, ready to be sent. */
export interface WindowFile {
  readonly content: Buffer
  readonly contentType: string
  readonly cacheControl: string
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The build puts a hash of the content into a name: what has it never changes. */
const HASHED_NAME = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/**
 * Reads all files of the built window, by the path of their addresses. What is not among them cannot be
 * asked for, however an address is written, and a build made meanwhile mixes with nothing.
 *
 * @throws GlyphlabError `serve-failed` where there is no window in the folder
 */
export async function readWindowFiles(folder: string): Promise<ReadonlyMap<string, WindowFile>> {
  const files = new Map<string, WindowFile>()
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const address = `/${relative(folder, path).split(sep).join('/')}`
    files.set(address, {
      content: await readFile(path),
      contentType: CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
      cacheControl: HASHED_NAME.test(address) ? 'public, max-age=31536000, immutable' : 'no-store',
    })
  }
  const index = files.get('/index.html')
  if (index === undefined)
    throw new GlyphlabError(
      'serve-failed',
      `there is no window in ${folder}`,
      'Build it by `npm run build`, or install Glyphlab again.',
    )
  return files.set('/', index)
}
