import { open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { openArchive } from '../../archives/archive'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import { inCodePointOrder } from './code-point-order'
import { belongTogether } from './data-file-name'
import { filesBelow, namesInFolder } from './folder-files'
import { isHiddenName } from './hidden-name'
import { diskFile, folderPart, type SourceFile } from './source-file'

/** The files of what a user names: a folder, a zip archive, or one file with those that belong to it. */
export interface FileSource extends AsyncDisposable {
  /** As the user named it, for messages. */
  readonly path: string
  /** In code point order of their names; none of those that systems hide. */
  readonly files: readonly SourceFile[]
  /** All folders in it, the empty ones too (an archive tells only of those that hold something). */
  readonly folders: readonly string[]
}

/** Deflate cannot do better: what an archive says of its entries is a claim. */
const GREATEST_COMPRESSION = 1032

/**
 * Opens a folder with all that is below it, a zip archive, or one file: of those with the name of a known
 * format it comes with its siblings.
 *
 * @throws GlyphlabError `dataset-missing` where there is nothing, or what is neither; `archive-invalid`;
 *   `dataset-invalid` where a folder within cannot be read
 */
export async function openSource(path: string): Promise<FileSource> {
  const kind = await kindOf(path)
  switch (kind) {
    case 'folder':
      return { path, ...inOrder(await filesBelow(path)), ...NOTHING_TO_CLOSE }
    case 'archive':
      return openZip(path)
    case 'file': {
      // By its real name: a link may be called anything.
      const real = await realpath(path)
      const name = basename(real)
      const siblings = (await namesInFolder(dirname(real))).filter((other) =>
        belongTogether(name, other),
      )
      const files = await Promise.all(
        (siblings.length > 0 ? siblings : [name]).map((sibling) =>
          diskFile(join(dirname(real), sibling), sibling.normalize('NFC')),
        ),
      )
      return { path, ...inOrder({ files, folders: [] }), ...NOTHING_TO_CLOSE }
    }
  }
}

const NOTHING_TO_CLOSE: AsyncDisposable = { [Symbol.asyncDispose]: () => Promise.resolve() }

async function kindOf(path: string): Promise<'folder' | 'archive' | 'file'> {
  try {
    const status = await stat(path)
    if (status.isDirectory()) return 'folder'
    // A pipe would be waited for.
    if (!status.isFile()) throw missing(`${path} is neither a file nor a folder`)
    return path.toLowerCase().endsWith('.zip') || (await beginsAsZip(path)) ? 'archive' : 'file'
  } catch (error) {
    if (error instanceof GlyphlabError) throw error
    const code = systemErrorCode(error)
    throw missing(
      code === 'ENOENT'
        ? `there is no file or folder ${path}`
        : `${path} cannot be read (${code ?? String(error)})`,
      error,
    )
  }
}

/** An archive may be called anything; an empty one begins otherwise, and holds no data set. */
async function beginsAsZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.toString('latin1') === 'PK\x03\x04'
  } finally {
    await file.close()
  }
}

async function openZip(path: string): Promise<FileSource> {
  const archive = await openArchive(path)
  const entries = archive.entries.filter(({ name }) => !name.split('/').some(isHiddenName))
  const files = entries.map((entry): SourceFile => {
    const name = entry.name.normalize('NFC')
    return {
      name,
      bytes: Math.min(entry.bytes, entry.compressedBytes * GREATEST_COMPRESSION),
      location: `${path}, ${name}`,
      open: () => entry.open(),
    }
  })
  const folders = new Set(entries.flatMap(({ name }) => foldersAbove(name)))
  return {
    path,
    ...inOrder({ files, folders: [...folders].map((name) => name.normalize('NFC')) }),
    [Symbol.asyncDispose]: () => archive[Symbol.asyncDispose](),
  }
}

function foldersAbove(name: string): string[] {
  const folder = folderPart(name)
  return folder === '' ? [] : [folder, ...foldersAbove(folder)]
}

/** Whatever order a file system or an archive lists them in. */
function inOrder({ files, folders }: Pick<FileSource, 'files' | 'folders'>) {
  return {
    files: [...files].sort((a, b) => inCodePointOrder(a.name, b.name)),
    folders: [...folders].sort(inCodePointOrder),
  }
}

function missing(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError(
    'dataset-missing',
    message,
    'Name a folder, a zip archive or a file with a data set in it.',
    { cause },
  )
}
