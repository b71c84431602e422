import { expect, test } from 'vitest'
import { ensureRuntime } from '../core/tensorflow/runtime'
import { runCommand } from './run-command.test-helper'
import { registerRuntime } from './runtime'

test('install of what is there says so, and list shows it as used', async () => {
  const { folder, version } = await ensureRuntime()
  const installed = await runCommand(['runtime', 'install', 'cpu'], [registerRuntime])
  expect(installed).toMatchObject({ status: 0, stderr: '' })
  expect(installed.stdout).toContain(folder)
  const { stdout } = await runCommand(['runtime', 'list', '--json'], [registerRuntime])
  const { runtimes } = JSON.parse(stdout) as { runtimes: { folder: string; state: string }[] }
  expect(runtimes.find((found) => found.folder === folder)).toMatchObject({
    state: 'used',
    version,
  })
})
