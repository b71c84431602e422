import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { madeRecord } from '../core/runs/made-record.test-helper'
import { runPaths } from '../core/runs/run-folder'
import { writeRunRecord } from '../core/runs/run-record'
import { registerResume } from './resume'
import { runCommand } from './run-command.test-helper'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-resume-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('notes that cannot be read keep no run from going on', async () => {
  const { record, notes } = runPaths(folder)
  await writeRunRecord(record, madeRecord('20260101-000000-tiny-aaaa', { datasetSource: folder }))
  await writeFile(notes, '{')
  const { stderr } = await runCommand(['resume', folder, '--epochs', '30'], [registerResume])
  // The next thing that is wrong: the data set is gone.
  expect(stderr).toContain(`${folder} holds no images of the EMNIST split balanced`)
})
