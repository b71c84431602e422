import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeletedRun } from '../../../src-preload/contract/bridge/run-requests'
import { runIdSchema } from '../../../src-preload/contract/run'
import { namesIn } from '../files/names-in'
import { readRun } from './list-runs'
import { deletedRuns } from './trash'

/** The runs in the trash of the data home, deleted last first. None where nothing was ever deleted. */
export async function listTrash(home: string): Promise<DeletedRun[]> {
  const folder = deletedRuns(home)
  const found = await Promise.all(
    (await namesIn(folder)).map((name) => deletedRun(join(folder, name), name)),
  )
  return found
    .filter((run) => run !== null)
    .sort((one, other) => other.deletedAt.localeCompare(one.deletedAt))
}

/** Null for what could not be brought back by its name, or is gone meanwhile. */
async function deletedRun(folder: string, name: string): Promise<DeletedRun | null> {
  const { data: run } = runIdSchema.safeParse(name)
  if (run === undefined) return null
  // Moving a folder changes nothing in it: when its entry was changed is when it came here.
  const moved = await lstat(folder).catch(() => null)
  if (moved === null) return null
  const listed = await readRun(folder).catch(() => null)
  return {
    run,
    deletedAt: moved.ctime.toISOString(),
    known: listed && {
      name: listed.notes?.name ?? '',
      startedAt: listed.record.startedAt,
      description: listed.record.description,
    },
  }
}
