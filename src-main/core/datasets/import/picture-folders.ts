import { GlyphlabError } from '../../errors'
import { classOfFolder, requireNames } from './class-names'
import type { FileSource } from './file-source'
import { inCodePointOrder } from './code-point-order'
import { invalidSource, type SourceFile } from './source-file'

/** What to do where folders make no classes. */
export const FOLDERS_HINT =
  'Put the pictures of each class into a folder of its name; name the folder around them.'

/** A folder of pictures that is one class. */
export interface PictureFolder {
  /** The character, or the name, that its pictures show. */
  readonly className: string
  /** As a message calls it. */
  readonly name: string
  readonly files: readonly SourceFile[]
}

/** The folders of one part of a data set, in the order of their classes. */
export interface PictureFolders {
  /** All of the source where it is not parted. */
  readonly part: 'all' | 'train' | 'test'
  readonly folders: readonly PictureFolder[]
  /** Files that lie beside the folders. */
  readonly beside: readonly SourceFile[]
}

/**
 * Tells classes by folders. Where there is but one folder around all of them, as in many an archive, it is
 * passed by; where there are exactly `train` and `test`, they are the parts.
 *
 * @throws GlyphlabError `dataset-invalid` where folders make no classes: one alone, an empty one, two of
 *   the same class, pictures deeper than they are looked for
 */
export function pictureFolders({ path, files, folders }: FileSource): readonly PictureFolders[] {
  const root = innermostRoot(folders, files)
  const tops = childFolders(folders, root)
  const isParted =
    tops.length === 2 && tops.every((name) => /^(train|test)$/i.test(name.slice(root.length)))
  if (!isParted) return [foldersOf('all', root, path, folders, files)]
  return (['train', 'test'] as const).map((part) => {
    const top = tops.find((name) => name.slice(root.length).toLowerCase() === part) ?? ''
    return foldersOf(part, `${top}/`, path, folders, files)
  })
}

/** The prefix of all that counts: what lies in one folder alone, which itself holds folders, is in there. */
function innermostRoot(folders: readonly string[], files: readonly SourceFile[]): string {
  let root = ''
  for (;;) {
    const [only, ...others] = childFolders(folders, root)
    const hasFiles = files.some(({ name }) => isDirectlyIn(name, root))
    if (only === undefined || others.length > 0 || hasFiles) return root
    if (childFolders(folders, `${only}/`).length === 0) return root
    root = `${only}/`
  }
}

function childFolders(folders: readonly string[], prefix: string): string[] {
  return folders.filter((name) => isDirectlyIn(name, prefix))
}

function isDirectlyIn(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && !name.includes('/', prefix.length)
}

function foldersOf(
  part: PictureFolders['part'],
  prefix: string,
  path: string,
  folders: readonly string[],
  files: readonly SourceFile[],
): PictureFolders {
  const filesOf = new Map<string, SourceFile[]>()
  for (const name of childFolders(folders, prefix)) {
    if (filesOf.has(name))
      throw invalidSource(
        `${path}, ${name}`,
        'there are two folders of this name, written in two ways',
        { hint: 'Put their pictures into one folder.' },
      )
    filesOf.set(name, [])
  }
  const beside: SourceFile[] = []
  for (const file of files) {
    if (!file.name.startsWith(prefix)) continue
    const end = file.name.indexOf('/', prefix.length)
    if (end < 0) beside.push(file)
    else if (file.name.includes('/', end + 1)) throw tooDeep(path, file)
    else filesOf.get(file.name.slice(0, end))?.push(file)
  }
  const classes = [...filesOf].map(([name, own]): PictureFolder => {
    if (own.length === 0)
      throw invalidSource(`${path}, ${name}`, 'an empty folder', { hint: FOLDERS_HINT })
    const folder = name.slice(prefix.length)
    return { className: classOfFolder(folder, `${path}, ${name}`), name, files: own }
  })
  classes.sort((a, b) => inCodePointOrder(a.className, b.className))
  requireNames(
    classes.map(({ className }) => className),
    path,
    (index) => classes[index]?.name ?? '',
    FOLDERS_HINT,
  )
  return { part, folders: classes, beside }
}

function tooDeep(path: string, { name }: SourceFile): GlyphlabError {
  return new GlyphlabError(
    'dataset-invalid',
    `${path}, ${name}: lies deeper than in a folder a class`,
    'Put all pictures of a class into one folder of its name; `train` and `test` around them, and nothing else, are the two parts.',
  )
}
