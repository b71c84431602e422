import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runIdSchema } from '../../src-preload/contract/run'
import { exportRun } from '../../src-main/core/runs/portable/export-run'
import { makeWholeRun } from '../../src-main/core/runs/portable/made-whole-run.test-helper'
import { startChildProcess } from '../../src-main/processes/start-process'
import { runGlyphlab } from '../run-glyphlab'
import { WindowEvents } from '../../src-main/bridge/events'
import { HandedOverFiles } from '../../src-main/bridge/hand-over/handed-over-files'
import { OfferedFiles } from '../../src-main/bridge/hand-over/offered-files'
import { PortableRuns } from '../../src-main/bridge/runs/portable-runs'
import { portableRunsHandlers } from '../../src-main/bridge/runs/portable-runs-handlers'

const RUN = runIdSchema.parse('20260101-000000-tiny-aaaa')
const DATA_WORKER = fileURLToPath(new URL('../../out/app/main/data-worker.js', import.meta.url))
const CALLER = { id: 'window 1', face: 'desktop' } as const

let folder = ''
let home = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-portable-runs-'))
  home = join(folder, 'home')
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
  await makeWholeRun(join(home, 'runs'), RUN)
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

async function handlers(capabilities: Parameters<typeof portableRunsHandlers>[0]['capabilities']) {
  const handedOver = await HandedOverFiles.open(home)
  const offered = new OfferedFiles()
  const events = new WindowEvents()
  const told: string[] = []
  events.subscribe((...[name]) => {
    told.push(name)
  })
  const startProcess = startChildProcess
  const portable = new PortableRuns({ home, startProcess, handedOver, offered, file: DATA_WORKER })
  const made = portableRunsHandlers({ portable, capabilities, handedOver, events })
  return { made, handedOver, offered, told }
}

test('a run is written where the user says, or nowhere', async () => {
  const target = join(folder, 'mine.glyphlab')
  const names: string[] = []
  const targets = [null, target]
  const { made } = await handlers({
    chooseTarget: (name) => {
      names.push(name)
      return Promise.resolve(targets.shift() ?? null)
    },
  })
  expect(await made['runs.export']({ run: RUN }, CALLER)).toEqual({ kind: 'not-saved' })
  const saved = await made['runs.export']({ run: RUN }, CALLER)
  expect(saved).toMatchObject({ kind: 'saved', name: 'mine.glyphlab', leftOut: 0 })
  expect(names).toEqual([`${RUN}.glyphlab`, `${RUN}.glyphlab`])
  expect(await readdir(folder)).toContain('mine.glyphlab')
})

test('a browser is offered a file, and one that fails leaves nothing', async () => {
  const { made, offered, handedOver } = await handlers({})
  const result = await made['runs.export']({ run: RUN }, CALLER)
  if (result.kind !== 'offered') throw new Error('not offered')
  expect(offered.take(result.id)).toMatchObject({ name: `${RUN}.glyphlab` })
  await handedOver.clear()
  const absent = runIdSchema.parse('absent')
  const refused = made['runs.export']({ run: absent }, CALLER)
  await expect(refused).rejects.toMatchObject({ code: 'run-missing' })
  await expect.poll(() => readdir(handedOver.folder)).toEqual([])
})

test('what was handed over is taken in, and windows are told; refused it is by its own name', async () => {
  const elsewhere = await makeWholeRun(join(folder, 'elsewhere'), `${RUN}-x`)
  const file = join(folder, 'theirs.glyphlab')
  await exportRun(elsewhere, file)
  const { made, handedOver, told } = await handlers({})
  const handed = await handedOver.add([file], CALLER.id)
  expect(await made['runs.import']({ handedOver: handed.id }, CALLER)).toEqual({
    ...{ kind: 'imported', run: `${RUN}-x`, calledBefore: null },
  })
  expect(told).toEqual(['runs.changed', 'measurements.changed'])
  await writeFile(file, 'no run')
  const { id } = await handedOver.add([file], CALLER.id)
  await expect(made['runs.import']({ handedOver: id }, CALLER)).rejects.toMatchObject({
    message: expect.stringMatching(/^theirs\.glyphlab: is no whole zip archive/),
  })
  expect(() => handedOver.describe(id)).toThrow('not there any more')
})

test('files that were opened in the system are told of one after the other', async () => {
  const opened = [join(folder, 'theirs.glyphlab'), join(folder, 'gone.glyphlab')]
  const { made } = await handlers({ takeOpened: () => opened.shift() ?? null })
  const ask = async () => (await made['runs.opened']({}, CALLER)).file
  expect(await ask()).toMatchObject({ name: 'theirs.glyphlab', kind: 'file' })
  await expect(ask()).rejects.toMatchObject({ code: 'dataset-missing' })
  expect(await ask()).toBeNull()
})
