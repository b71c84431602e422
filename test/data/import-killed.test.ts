import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { bundleModule } from '../bundle-module'

const CHILD = 'src-main/core/datasets/import/fixtures/import-made.ts'

let folder = ''
let child = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-import-killed-'))
  child = await bundleModule(CHILD, folder, { GLYPHLAB_FAULT_POINTS: 'true' })
  const made = { classes: 3, trainPerClass: 20, testPerClass: 5, gzip: false }
  await writeEmnistFolder(join(folder, 'old'), { ...made, seed: 1 })
  await writeEmnistFolder(join(folder, 'new'), { ...made, seed: 2 })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

const home = (name: string) => join(folder, 'homes', name)

/** Imports in a process of its own; answers the signal that ended it. */
function importFrom(
  source: string,
  name: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<NodeJS.Signals | null> {
  const words = [child, join(folder, source), home(name), 'mine']
  return new Promise((resolve) => {
    const running = execFile(
      process.execPath,
      words,
      { env: { ...process.env, ...variables } },
      () => resolve(running.signalCode),
    )
  })
}

async function fingerprintOf(name: string): Promise<string | null> {
  try {
    return (await openDataset('mine', { home: home(name) })).fingerprint
  } catch {
    return null
  }
}

const INSTANTS = [0.02, 0.4, 0.8, 0.9, 0.95, 1] as const

test.each([
  ['nothing was there', false],
  ['a data set is to be replaced', true],
])(
  'a kill -9 in mid-import, where %s, leaves all or nothing of it',
  async (_, isThere) => {
    const base = isThere ? 'replace' : 'fresh'
    const trace = join(folder, `${base}.txt`)
    if (isThere) await importFrom('old', base)
    const before = await fingerprintOf(base)
    expect(await importFrom('new', base, { GLYPHLAB_FAULT_TRACE: trace })).toBeNull()
    const after = await fingerprintOf(base)
    expect(after).not.toBe(before)
    const operations = (await readFile(trace, 'utf8')).trimEnd().split('\n').length
    expect(operations).toBeGreaterThan(20)
    const seen = new Set<string | null>()
    for (const share of INSTANTS) {
      const name = `${base}-${share}`
      if (isThere) await importFrom('old', name)
      const instant = Math.max(1, Math.round(share * operations))
      expect(await importFrom('new', name, { GLYPHLAB_KILL_AT: String(instant) })).toBe('SIGKILL')
      const left = await fingerprintOf(name)
      expect([before, after]).toContain(left)
      seen.add(left)
      expect(await importFrom('new', name)).toBeNull()
      expect(await fingerprintOf(name)).toBe(after)
      expect(await readdir(join(home(name), 'datasets'))).toEqual(['mine'])
    }
    expect(seen).toEqual(new Set([before, after]))
  },
  60_000,
)
