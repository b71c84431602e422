import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleModule } from '../../test/bundle-module'
import { isAlive } from '../core/files/lock-file'

/** Starts the child named on its command line, and says which process that is. */
const PARENT = `import { fork } from 'node:child_process'
fork(process.argv[2], []).once('message', (child) => process.send(child))
setInterval(() => {}, 1000)`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-watch-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a process that hears nothing goes when its parent is killed, and not before', async () => {
  const child = await bundleModule('src-main/processes/fixtures/stuck-child.ts', folder)
  const file = join(folder, 'parent.mjs')
  await writeFile(file, PARENT)
  const parent = fork(file, [child], { execArgv: [] })
  const childId = await new Promise<number>((resolve) =>
    parent.once('message', (message) => resolve(Number(message))),
  )
  // Longer than it takes to look, and to end.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(isAlive(childId)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => isAlive(childId)).toBe(false)
})
