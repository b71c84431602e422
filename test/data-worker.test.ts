import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, encode } from 'fast-png'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { ChildProcessHost } from '../src-main/processes/child-process-host'
import {
  dataWorkerReplySchema,
  type DataWorkerReply,
  type DataWorkerRequest,
} from '../src-main/processes/data-worker-messages'
import { runGlyphlab } from './run-glyphlab'

const DATA_WORKER = fileURLToPath(new URL('../out/app/main/data-worker.js', import.meta.url))

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-data-worker-'))
  const made = { classes: 3, trainPerClass: 6, testPerClass: 2, seed: 1 }
  await writeEmnistFolder(join(home, 'theirs'), made)
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
}, 60_000)
afterAll(() => rm(home, { recursive: true, force: true }))

function startWorker(environment: Readonly<Record<string, string>> = {}) {
  const host = new ChildProcessHost<DataWorkerRequest, DataWorkerReply>({
    file: DATA_WORKER,
    replySchema: dataWorkerReplySchema,
    stopRequest: { type: 'stop' },
    environment: { GLYPHLAB_HOME: home, ...environment },
  })
  const replies: DataWorkerReply[] = []
  host.onMessage((reply) => replies.push(reply))
  return { host, replies }
}

async function answer(job: DataWorkerRequest, environment?: Readonly<Record<string, string>>) {
  const { host, replies } = startWorker(environment)
  host.post(job)
  expect(await host.ended).toEqual({ kind: 'exited', code: 0 })
  expect(host.lastLines).toEqual([])
  return replies
}

function importJob(path: string, name: string): DataWorkerRequest {
  const nothing = { split: null, mapping: null, testShare: null, seed: null }
  return { type: 'import', path, from: null, name, replace: false, skipBroken: false, ...nothing }
}

test('data sets are made, imported, looked into and checked', async () => {
  const recipe = { trainPerClass: 2, testPerClass: 1, seed: 1 }
  const made = await answer({ type: 'make-strokes', name: 'drawn', recipe, replace: false })
  expect(made.at(-1)).toMatchObject({ type: 'stored', dataset: { name: 'drawn', trainCount: 94 } })
  expect(made.at(-2)).toEqual({ type: 'progress', unit: 'images', done: 141, total: 141 })

  const imported = (await answer(importJob(join(home, 'theirs'), 'mine'))).at(-1)
  expect(imported).toMatchObject({ type: 'stored', dataset: { name: 'mine', trainCount: 18 } })

  const inspected = (await answer({ type: 'inspect', dataset: 'mine', split: null })).at(-1)
  expect(inspected).toMatchObject({
    type: 'inspected',
    fingerprint: imported?.type === 'stored' ? imported.dataset.fingerprint : '',
    inspection: { testCount: 6, duplicates: { leakage: { testImages: 0 } } },
  })

  const sheet = { kind: 'classes', part: 'test', samples: 2, seed: 1 } as const
  const drawn = (await answer({ type: 'draw-sheet', dataset: 'mine', split: null, sheet })).at(-1)
  expect(drawn).toMatchObject({ type: 'sheet', geometry: { cells: { length: 6 } } })
  const { width, height } = decode(drawn?.type === 'sheet' ? drawn.png : new Uint8Array())
  expect(drawn).toMatchObject({ geometry: { width, height } })

  expect(await answer({ type: 'verify', dataset: 'mine', split: null })).toEqual([
    { type: 'verified', verification: expect.objectContaining({ problem: null }) },
  ])
})

test('a job that cannot be done answers with the error of the core', async () => {
  expect(await answer({ type: 'inspect', dataset: 'absent', split: null })).toEqual([
    { type: 'failed', error: expect.objectContaining({ code: 'dataset-missing' }) },
  ])
})

test('Kaggle is asked with credentials only', async () => {
  const nobody = { KAGGLE_CONFIG_DIR: home, KAGGLE_USERNAME: '', KAGGLE_KEY: '' }
  const job = { type: 'get-kaggle', split: 'mnist', name: null, replace: false } as const
  expect((await answer(job, nobody)).at(-1)).toMatchObject({
    type: 'failed',
    error: { code: 'credentials-missing' },
  })
})

test('a stop ends a job in order, and leaves nothing half-finished', async () => {
  const pictures = join(home, 'pictures')
  for (const name of ['a', 'b']) {
    await mkdir(join(pictures, name), { recursive: true })
    for (let index = 0; index < 300; index++) {
      const data = Uint8Array.from({ length: 120 * 120 }, (_, at) =>
        at % 120 === index % 90 ? 0 : 255,
      )
      const picture = encode({ width: 120, height: 120, data, channels: 1 })
      await writeFile(join(pictures, name, `${index}.png`), picture)
    }
  }
  const { host } = startWorker()
  const begun = new Promise<void>((resolve) => host.onMessage(() => resolve()))
  host.post(importJob(pictures, 'pictures'))
  await Promise.race([begun, host.ended])
  expect(await host.stop({ graceMs: 30_000 })).toEqual({ kind: 'stopped' })
  expect(await readdir(join(home, 'datasets'))).toEqual(['drawn', 'mine'])
})
