import type { Dropped, DroppedFile } from '../../src-preload/contract/bridge/bridge'

/** What is used of an entry of the browser's file system: this part has been in browsers for long. */
interface Entry {
  readonly isFile: boolean
  readonly fullPath: string
}

/**
 * What was dropped on the page. It is read at once: a browser forgets it when the event is over. Null where no
 * files are among it.
 */
export function droppedFiles(transfer: DataTransfer): Dropped | null {
  const items = [...transfer.files]
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (items.length === 0) return null
  return {
    items,
    // A browser that names no entries has dropped files alone.
    contents: () => (entries.length === 0 ? Promise.resolve(alone(items)) : filesOf(entries)),
  }
}

/** What was chosen in an `<input type="file">`, a folder with `webkitdirectory` among it; null for nothing. */
export function chosenFiles(list: FileList | null): Dropped | null {
  const items = [...(list ?? [])]
  return items.length === 0 ? null : { items, contents: () => Promise.resolve(alone(items)) }
}

/** The path within a chosen folder begins with the folder's own name; that of a file alone is empty. */
function alone(files: readonly File[]): readonly DroppedFile[] {
  return files.map((file) => ({ file, path: file.webkitRelativePath || file.name }))
}

async function filesOf(entries: readonly FileSystemEntry[]): Promise<readonly DroppedFile[]> {
  const found: DroppedFile[] = []
  for (const entry of entries) {
    if (isFile(entry)) found.push({ file: await fileOf(entry), path: pathOf(entry) })
    else if (isFolder(entry)) found.push(...(await filesOf(await entriesOf(entry))))
  }
  return found
}

const pathOf = ({ fullPath }: Entry): string => fullPath.replace(/^\/+/, '')

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A browser gives a folder's entries some at a time, and none once all were given. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}
