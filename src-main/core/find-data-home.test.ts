import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDataHome } from './find-data-home'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-home-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a data home that is not there yet has the room of the disk it would be on', async () => {
  const home = join(folder, 'deep', 'down')
  const finding = await findDataHome(home)
  expect(finding).toEqual({ ok: true, folder: home, freeBytes: expect.any(Number) })
  const blocks = execFileSync('df', ['--output=avail', '-B1', folder], { encoding: 'utf8' })
  const available = Number(blocks.split('\n')[1])
  const freeBytes = finding.ok ? finding.freeBytes : 0
  expect(Math.abs(freeBytes - available)).toBeLessThan(1e9)
  expect(await readdir(folder)).toEqual([])
})

test('a data home below a file cannot be written', async () => {
  await mkdir(join(folder, 'inside'))
  await writeFile(join(folder, 'inside', 'file'), '')
  expect(await findDataHome(join(folder, 'inside', 'file', 'home'))).toMatchObject({
    ok: false,
    error: {
      code: 'output-failed',
      message: `${join(folder, 'inside', 'file')} is not a folder`,
      hint: 'Set GLYPHLAB_HOME to a folder that you may write to.',
    },
  })
})

test.skipIf(process.platform !== 'linux')(
  'a data home where nothing may be written is told',
  async () => {
    // Not even root makes a folder there.
    const finding = await findDataHome('/proc/self/home')
    expect(finding).toMatchObject({ ok: false, error: { code: 'output-failed' } })
  },
)
