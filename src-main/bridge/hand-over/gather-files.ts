import { copyFile, cp, link, stat, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { GlyphlabError } from '../../core/errors'
import { makeFolder } from '../../core/files/make-folder'
import { fileProblem } from './file-problem'

/**
 * Makes a folder that has files and folders from elsewhere in it: without copying them, where the system
 * can.
 * @throws GlyphlabError `dataset-missing` where one is not there, or two have the same name
 */
export async function gatherFiles(paths: readonly string[], folder: string): Promise<void> {
  const names = new Set(paths.map((path) => basename(path)))
  if (names.size < paths.length)
    throw new GlyphlabError(
      'dataset-missing',
      'several of the files have the same name',
      'Put them into one folder under names of their own, and drop or choose that.',
    )
  await makeFolder(folder)
  for (const path of paths) {
    const inside = join(folder, basename(path))
    const status = await stat(path).catch((cause: unknown) => {
      throw fileProblem(path, cause)
    })
    // Some systems let nobody but an administrator make links; and none links to another disk.
    if (status.isDirectory())
      await symlink(path, inside, 'junction').catch(() => cp(path, inside, { recursive: true }))
    else
      await symlink(path, inside, 'file')
        .catch(() => link(path, inside))
        .catch(() => copyFile(path, inside))
  }
}
