import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { RunRecord } from '../../../src-preload/contract/run'
import { madeRecord } from './made-record.test-helper'
import { runPaths } from './run-folder'
import { writeRunRecord } from './run-record'

/** A data home of each test's own, with runs that have a record and nothing else. */
export function useRunFolders() {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'glyphlab-run-folders-'))
  })
  afterEach(() => rm(home, { recursive: true }))
  const runsFolder = () => join(home, 'runs')
  return {
    home: () => home,
    runsFolder,
    /** @param name of its folder; its record has that id, unless another one is given */
    makeRun: async (name: string, changes: Partial<RunRecord> = {}, id = name) => {
      const folder = join(runsFolder(), name)
      await mkdir(folder, { recursive: true })
      await writeRunRecord(runPaths(folder).record, madeRecord(id, changes))
      return folder
    },
  }
}
