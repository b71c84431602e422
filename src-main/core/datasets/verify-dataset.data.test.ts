import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyDataset } from './verify-dataset'

const DATA =
  process.env['GLYPHLAB_TEST_DATA'] ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const FOLDER = join(DATA, 'emnist47')
if (!existsSync(FOLDER)) console.warn(`SKIPPED: tests on real data, since there is no ${FOLDER}`)

test.skipIf(!existsSync(FOLDER))('emnist47 is not the official split it is named as', async () => {
  const { files, problem } = await verifyDataset(FOLDER)
  expect(problem).toBeNull()
  expect(files.map(({ isOfficial }) => isOfficial)).toEqual([null, false, false, false, false])
})
