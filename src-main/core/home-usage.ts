import { dirname, join } from 'node:path'
import { datasetsFolder } from './datasets/dataset-folder'
import { findDataHome } from './find-data-home'
import { sizeOnDisk } from './files/size-on-disk'
import { trashFolder } from './runs/trash'
import { sketchesPath } from './sketches/sketches-log'
import { runtimeCacheFolder } from './tensorflow/runtime'

/** What is kept, and what room is left. */
export interface HomeUsage {
  readonly folder: string
  readonly runsBytes: number
  /** With the sketches that are kept: the user's own data set is made of them. */
  readonly datasetsBytes: number
  /** Of every installed runtime, wherever the cache is. */
  readonly runtimeBytes: number
  /** Runs that were deleted and can still be brought back. */
  readonly trashBytes: number
  /** 0 where nothing can be written. */
  readonly freeBytes: number
}

export async function homeUsage(home: string): Promise<HomeUsage> {
  const [runsBytes, storedBytes, sketchesBytes, runtimeBytes, trashBytes, found] =
    await Promise.all([
      sizeOnDisk(join(home, 'runs')),
      sizeOnDisk(datasetsFolder(home)),
      sizeOnDisk(dirname(sketchesPath(home))),
      sizeOnDisk(runtimeCacheFolder()),
      sizeOnDisk(trashFolder(home)),
      findDataHome(home),
    ])
  const datasetsBytes = storedBytes + sketchesBytes
  const freeBytes = found.ok ? found.freeBytes : 0
  return { folder: home, runsBytes, datasetsBytes, runtimeBytes, trashBytes, freeBytes }
}
