import { existsSync, statSync } from 'node:fs'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  statfs,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import { mayMountDisks, mountSmallDisk } from '../../../test/small-disk'
import { takeLock } from '../files/lock-file'
import { namesIn } from '../files/names-in'
import { sizeOnDisk } from '../files/size-on-disk'
import { annotateRun } from './annotate-run'
import { listRuns } from './list-runs'
import { listTrash } from './list-trash'
import { useRunFolders } from './made-run-folder.test-helper'
import { runPaths } from './run-folder'
import { isRunLocked } from './run-lock'
import { deleteRun, emptyTrash, restoreRun, trashFolder } from './trash'

const RUN = runIdSchema.parse('20260101-000000-tiny-made')
const RUN_MISSING = expect.objectContaining({ code: 'run-missing' })
const { home, makeRun, runsFolder } = useRunFolders()
const trashed = () => namesIn(join(trashFolder(home()), 'runs'))

test.skipIf(!mayMountDisks())(
  'a run is deleted on a full disk, which is what makes room',
  async () => {
    using disk = mountSmallDisk('256k')
    const folder = join(disk.folder, 'runs', RUN)
    await cp(await makeRun(RUN), folder, { recursive: true })
    // Else a later folder would want room of its own.
    await mkdir(join(trashFolder(disk.folder), 'runs'), { recursive: true })
    const { bavail, bsize } = await statfs(disk.folder)
    await writeFile(join(disk.folder, 'filler'), Buffer.alloc(bavail * bsize))
    await expect(takeLock(join(disk.folder, 'lock'))).rejects.toMatchObject({ code: 'ENOSPC' })
    await deleteRun(disk.folder, RUN)
    expect(existsSync(folder)).toBe(false)
    await emptyTrash(disk.folder)
    expect(await namesIn(trashFolder(disk.folder))).toEqual([])
  },
)

describe('a deleted run', () => {
  test('comes back as it was, free to go on', async () => {
    const folder = await makeRun(RUN)
    const record = await readFile(runPaths(folder).record, 'utf8')
    await deleteRun(home(), RUN)
    expect(await listRuns(runsFolder())).toEqual([])
    expect(await trashed()).toEqual([RUN])
    await restoreRun(home(), RUN)
    expect(await trashed()).toEqual([])
    expect(await readdir(folder)).toEqual(['run.json'])
    expect(await readFile(runPaths(folder).record, 'utf8')).toBe(record)
    expect(await isRunLocked(runPaths(folder))).toBe(false)
  })

  test('leaves the one that was deleted before under its name', async () => {
    for (const text of ['first', 'second', 'third']) {
      await writeFile(join(await makeRun(RUN), 'mine.txt'), text)
      await deleteRun(home(), RUN)
    }
    expect(await trashed()).toEqual([RUN, `${RUN}~1`, `${RUN}~2`])
    await restoreRun(home(), RUN)
    expect(await readFile(join(runsFolder(), RUN, 'mine.txt'), 'utf8')).toBe('third')
  })

  test('is listed with what it was called and when it went', async () => {
    expect(await listTrash(home())).toEqual([])
    const before = Date.now() - 1000
    const folder = await makeRun(RUN)
    await annotateRun(folder, () => ({ name: 'wide layer' }))
    await deleteRun(home(), RUN)
    const [deleted, ...others] = await listTrash(home())
    expect(others).toEqual([])
    expect(deleted).toMatchObject({ run: RUN, known: { name: 'wide layer' } })
    expect(Date.parse(deleted?.deletedAt ?? '')).toBeGreaterThan(before)
    await restoreRun(home(), RUN)
    expect(await listTrash(home())).toEqual([])
  })

  test('leaves no folder behind where it is annotated meanwhile, and can be annotated later', async () => {
    for (let round = 0; round < 3; round++) {
      const folder = await makeRun(RUN)
      const annotated = annotateRun(folder, () => ({ starred: true })).catch(
        (error: unknown) => error,
      )
      await deleteRun(home(), RUN)
      expect([expect.objectContaining({ starred: true }), RUN_MISSING]).toContainEqual(
        await annotated,
      )
      expect(await readdir(runsFolder())).toEqual([])
      await restoreRun(home(), RUN)
      expect(await annotateRun(folder, () => ({ name: 'back' }))).toMatchObject({ name: 'back' })
      await rm(folder, { recursive: true })
    }
  })

  test('that is damaged can go, too', async () => {
    await writeFile(runPaths(await makeRun(RUN)).record, '{')
    await deleteRun(home(), RUN)
    expect(await trashed()).toEqual([RUN])
    expect(await listTrash(home())).toMatchObject([{ run: RUN, known: null }])
  })

  test('that is a link to another disk goes as a link', async () => {
    const folder = await makeRun(RUN)
    const elsewhere = join(home(), 'elsewhere')
    await rename(folder, elsewhere)
    await symlink('../elsewhere', folder)
    await deleteRun(home(), RUN)
    expect(await readdir(elsewhere)).toEqual(['run.json'])
    await restoreRun(home(), RUN)
    expect(await listRuns(runsFolder())).toMatchObject([{ ok: true, folder }])
    await deleteRun(home(), RUN)
    await emptyTrash(home())
    expect(await readdir(elsewhere)).toEqual(['run.json'])
  })
})

describe('is refused and left where it is:', () => {
  test('a run that a process works on', async () => {
    const folder = await makeRun(RUN, { status: 'running' })
    const lock = await takeLock(runPaths(folder).lock)
    await expect(deleteRun(home(), RUN)).rejects.toMatchObject({ code: 'run-locked' })
    expect(await isRunLocked(runPaths(folder))).toBe(true)
    await lock?.release()
    await deleteRun(home(), RUN)
    expect(await trashed()).toEqual([RUN])
  })

  test('what is no run', async () => {
    await mkdir(join(runsFolder(), RUN), { recursive: true })
    await writeFile(join(runsFolder(), RUN, 'mine.txt'), 'mine')
    await expect(deleteRun(home(), RUN)).rejects.toMatchObject({ code: 'run-missing' })
    expect(await readdir(join(runsFolder(), RUN))).toEqual(['mine.txt'])
  })

  test('one whose place is taken', async () => {
    await makeRun(RUN)
    await deleteRun(home(), RUN)
    await makeRun(RUN, { datasetSource: 'another' })
    await expect(restoreRun(home(), RUN)).rejects.toMatchObject({
      code: 'output-failed',
      message: `there is another run ${RUN} by now`,
    })
    expect(await trashed()).toEqual([RUN])
    expect(await listRuns(runsFolder())).toMatchObject([{ record: { datasetSource: 'another' } }])
  })

  test('one that is not in the trash', async () => {
    await expect(restoreRun(home(), RUN)).rejects.toMatchObject({ code: 'run-missing' })
  })

  const other = '/dev/shm'
  const isAnotherDisk = existsSync(other) && statSync(other).dev !== statSync(tmpdir()).dev
  test.skipIf(!isAnotherDisk)('one that lies on another disk', async () => {
    const disk = await mkdtemp(join(other, 'glyphlab-trash-'))
    try {
      await symlink(disk, runsFolder())
      const folder = await makeRun(RUN)
      await expect(deleteRun(home(), RUN)).rejects.toMatchObject({
        code: 'output-failed',
        message: `${folder} lies on another disk than the trash`,
      })
      expect(await readdir(folder)).toEqual(['run.json'])
    } finally {
      await rm(disk, { recursive: true })
    }
  })

  test('one that cannot be moved', async () => {
    const folder = await makeRun(RUN)
    await writeFile(trashFolder(home()), 'in its place')
    await expect(deleteRun(home(), RUN)).rejects.toMatchObject({ code: 'output-failed' })
    expect(await readdir(folder)).toEqual(['run.json'])
  })
})

describe('an emptied trash', () => {
  test('holds nothing, also of what emptying it before has left', async () => {
    await makeRun(RUN)
    await deleteRun(home(), RUN)
    const left = join(trashFolder(home()), 'runs.host.1.tmp')
    await mkdir(left)
    await writeFile(join(left, 'half'), 'half')
    expect(await sizeOnDisk(trashFolder(home()))).toBeGreaterThan(0)
    await emptyTrash(home())
    expect(await readdir(trashFolder(home()))).toEqual([])
    await rm(trashFolder(home()), { recursive: true })
  })

  test('leaves what is none of ours', async () => {
    await mkdir(trashFolder(home()))
    await writeFile(join(trashFolder(home()), 'mine.txt'), 'mine')
    await makeRun(RUN)
    await deleteRun(home(), RUN)
    await emptyTrash(home())
    expect(await readdir(trashFolder(home()))).toEqual(['mine.txt'])
  })

  test('may never have been there', async () => {
    await expect(emptyTrash(home())).resolves.toBeUndefined()
  })
})
