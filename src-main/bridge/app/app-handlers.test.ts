import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import type { ParsedParams } from '../../../src-preload/contract/bridge/requests'
import { KnownDatasets } from '../datasets/known-datasets'
import { appHandlers, type AppDependencies } from './app-handlers'

const CALLER = { id: 'test', face: 'desktop' } as const
const RUN = runIdSchema.parse('20260101-000000-tiny-made')

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-app-'))
})
afterEach(() => rm(home, { recursive: true }))

async function reveal(params: ParsedParams<'app.reveal'>, can = true): Promise<string[]> {
  const shown: string[] = []
  const open = (folder: string) => {
    shown.push(folder)
    return Promise.resolve()
  }
  const handlers = appHandlers({
    ...{ home, face: 'desktop', log: { write: () => undefined } },
    capabilities: can ? { reveal: open } : {},
    datasets: new KnownDatasets(home),
  })
  await handlers['app.reveal'](params, CALLER)
  return shown
}

test.each<[ParsedParams<'app.reveal'>, string]>([
  [{ what: 'run', run: RUN }, `runs/${RUN}`],
  [{ what: 'dataset', dataset: 'mine' }, 'datasets/mine'],
])('shows the folder of %j', async (params, path) => {
  const folder = join(home, path)
  await mkdir(folder, { recursive: true })
  expect(await reveal(params)).toEqual([folder])
})

test.each<[ParsedParams<'app.reveal'>, string]>([
  [{ what: 'run', run: RUN }, 'run-missing'],
  [{ what: 'dataset', dataset: 'mine' }, 'dataset-missing'],
  [{ what: 'dataset', dataset: '/etc' }, 'dataset-missing'],
])('does not show %j where there is none, or nobody chose it', async (params, code) => {
  await expect(reveal(params)).rejects.toMatchObject({ code })
})

test('a browser shows no folder', async () => {
  await expect(reveal({ what: 'data-home' }, false)).rejects.toMatchObject({
    code: 'not-possible-here',
  })
})

function lockScreen(capabilities: AppDependencies['capabilities']) {
  const handlers = appHandlers({
    ...{ home, face: 'desktop', log: { write: () => undefined } },
    ...{ capabilities, datasets: new KnownDatasets(home) },
  })
  const lock = (isLocked: boolean) => handlers['app.lock-screen']({ isLocked }, CALLER)
  return { lock, info: () => handlers['app.info']({}, CALLER) }
}

test('locks the screen and lets go of it where the machine can', async () => {
  const done: boolean[] = []
  const { lock, info } = lockScreen({ lockScreen: (isLocked) => void done.push(isLocked) })
  await lock(true)
  await lock(false)
  expect(done).toEqual([true, false])
  expect(await info()).toMatchObject({ can: { lockScreen: true } })
})

test('a browser’s screen is its own', async () => {
  const { lock, info } = lockScreen({})
  expect(() => lock(true)).toThrow(expect.objectContaining({ code: 'not-possible-here' }))
  expect(await info()).toMatchObject({ can: { lockScreen: false } })
})
