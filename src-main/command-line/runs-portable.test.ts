import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useRunFolders } from '../core/runs/made-run-folder.test-helper'
import { runCommand } from './run-command.test-helper'
import { registerRuns } from './runs'

const { home, runsFolder, makeRun } = useRunFolders()
const RUN = '20260101-000000-tiny-aaaa'

const runs = (...words: readonly string[]) => runCommand(['runs', ...words], [registerRuns])
const file = () => join(home(), 'run.glyphlab')
const others = () => join(home(), 'others')

test('a run goes to a file, and from there into another folder of runs', async () => {
  await makeRun(RUN)
  const exported = await runs('export', 'aaaa', file(), '--runs', runsFolder())
  expect(exported).toMatchObject({ status: 0 })
  expect(exported.stdout).toMatch(new RegExp(`^${file()}: ${RUN}, [\\d.]+ kB\n$`))
  const imported = await runs('import', file(), '--runs', others())
  expect(imported).toMatchObject({ status: 0, stdout: `imported ${RUN}\n` })
  const again = await runs('import', file(), '--runs', others())
  expect(again.stdout).toBe(`${RUN} is there already, and stays as it is\n`)
  expect(await readdir(others())).toEqual([RUN])
})

test('of several files, one that is refused keeps none of the others', async () => {
  await makeRun(RUN)
  await runs('export', RUN, file(), '--runs', runsFolder())
  const broken = join(home(), 'broken.glyphlab')
  await writeFile(broken, 'no run')
  const { status, stdout, stderr } = await runs('import', broken, file(), '--runs', others())
  expect([status, stdout]).toEqual([1, `imported ${RUN}\n`])
  expect(stderr).toContain(`glyphlab: ${broken}: is no whole zip archive`)
})

test('both tell a program what they have done', async () => {
  await makeRun(RUN)
  const exported = await runs('--json', 'export', RUN, file(), '--runs', runsFolder())
  expect(JSON.parse(exported.stdout)).toMatchObject({ run: RUN, file: file(), leftOut: [] })
  const imported = await runs('--json', 'import', file(), '--runs', others())
  const folder = join(others(), RUN)
  expect(JSON.parse(imported.stdout)).toEqual({
    imported: [{ kind: 'imported', run: RUN, folder, calledBefore: null }],
  })
})
