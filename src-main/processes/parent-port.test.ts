import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleModule } from '../../test/bundle-module'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-port-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// On Node's channel: child-process-host.test.ts.
test("on Electron's port a process hears data of events, answers, and ends when it closes", async () => {
  const child = await bundleModule('src-main/processes/fixtures/utility-child.ts', folder)
  const { status, stdout, stderr } = spawnSync(process.execPath, [child], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '{"said":"hello"}\n',
    stderr: '',
  })
})
