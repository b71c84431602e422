import { statSync, type Stats } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import { isHiddenName } from './hidden-name'
import { diskFile, type SourceFile } from './source-file'

/** More than any data set of pictures has; links from folder to folder could else go on for ever. */
const MOST_FILES = 4_000_000
const MOST_FOLDERS = 50_000

/** What stands for the bytes of a name that are no UTF-8. */
const NO_CHARACTER = '\ufffd'

export interface FolderContent {
  readonly files: readonly SourceFile[]
  readonly folders: readonly string[]
}

/**
 * All files below a folder but hidden ones. Links are followed, except to a folder that they lie in. What
 * is neither file nor folder, such as a pipe, is listed and says so when it is opened.
 *
 * @throws GlyphlabError `dataset-invalid` where a folder cannot be read, a name is no Unicode, or there are
 *   more than any data set has
 */
export async function filesBelow(top: string): Promise<FolderContent> {
  const files: SourceFile[] = []
  const folders: string[] = []
  const walk = async (path: string, prefix: string, above: readonly string[]): Promise<void> => {
    for (const entry of await namesInFolder(path)) {
      if (isHiddenName(entry)) continue
      const entryPath = join(path, entry)
      const name = `${prefix}${entry.normalize('NFC')}`
      // A promise for each would take ten times as long, and there are a hundred thousand.
      const status = statusOf(entryPath)
      if (status === null && entry.includes(NO_CHARACTER)) throw noUnicode(path, entry)
      if (status?.isDirectory()) {
        const id = folderId(status)
        if (above.includes(id)) continue
        folders.push(name)
        if (folders.length > MOST_FOLDERS)
          throw new GlyphlabError(
            'dataset-invalid',
            `${top}: more than ${MOST_FOLDERS} folders`,
            'Name the folder of the data set itself, without links that lead round and round.',
          )
        await walk(entryPath, `${name}/`, [...above, id])
      } else {
        const bytes = status?.isFile() === true ? status.size : 0
        files.push(await diskFile(entryPath, name, bytes))
        if (files.length > MOST_FILES)
          throw new GlyphlabError(
            'dataset-invalid',
            `${top}: more than ${MOST_FILES} files`,
            'Name the folder of the data set itself.',
          )
      }
    }
  }
  const status = statusOf(top)
  await walk(top, '', status === null ? [] : [folderId(status)])
  return { files, folders }
}

/** Null for a link to nowhere, or to itself: who opens it will be told. */
function statusOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

/** Such a name cannot be given back to the system: what it names, perhaps a whole class, would be left out. */
function noUnicode(folder: string, name: string): GlyphlabError {
  return new GlyphlabError(
    'dataset-invalid',
    `${folder}: the name ${name} is no Unicode`,
    'Rename it: a program that unpacked an old archive may have taken its letters for others.',
  )
}

function folderId({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

/**
 * The names in a folder.
 * @throws GlyphlabError `dataset-invalid` where it cannot be read
 */
export async function namesInFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw new GlyphlabError(
      'dataset-invalid',
      `${folder}: cannot be read (${systemErrorCode(cause) ?? String(cause)})`,
      'Give yourself the right to read it, or name another folder.',
      { cause },
    )
  }
}
