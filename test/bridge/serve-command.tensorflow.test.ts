import { expect, test } from 'vitest'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { serve } from '../browser/served'
import { addSmallDataset, makeTestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { runGlyphlab } from '../run-glyphlab'
import { WindowClient } from '../window-client'

const CONFIGURATION = trainingConfigurationSchema.parse({
  epochs: 200,
  architecture: { name: 'tiny' },
  batchSize: 32,
})

test('serves until Ctrl-C, which stops what trains, leaves no process, and is status 0', async () => {
  await using home = await makeTestHome()
  await addSmallDataset(home, 'small')
  await using served = await serve(home)
  using first = await WindowClient.open(served.url)
  using second = await WindowClient.open(served.url)

  const isTold = [first, second].map(async (window) => window.next('training.progress'))
  const { job } = await first.request('training.start', {
    dataset: 'small',
    split: null,
    corrections: 'current',
    configuration: CONFIGURATION,
  })
  const told = await Promise.all(isTold)
  expect(told.map((progress) => progress.job)).toEqual([job, job])
  await second.next('training.epoch')
  const [progress] = told

  const family = new ProcessFamily(served.child.pid ?? 0)
  expect(family.named('trainer.js')).toHaveLength(1)
  expect(await served.end()).toBe(0)
  expect(await family.leftAfter(20_000)).toEqual([])

  await using again = await serve(home)
  using later = await WindowClient.open(again.url)
  const list = await later.request('runs.list', {})
  const [run] = list.kind === 'list' ? list.runs : []
  expect(run).toMatchObject({ run: progress?.run, isResumable: true })
  expect(run?.epochsDone).toBeGreaterThan(0)
})

test('a port that is taken is one line, and status 1', async () => {
  await using home = await makeTestHome()
  await using served = await serve(home)
  const { port } = new URL(served.url)
  expect(await runGlyphlab(['serve', '--port', port], home.environment)).toEqual({
    status: 1,
    stdout: '',
    stderr: `glyphlab: port ${port} of 127.0.0.1 is taken. Choose another --port or --host; without them, a free port of this machine is taken.\n`,
  })
})

test.each([
  ['--port', '70000'],
  ['--port', 'none'],
])('%s %s is wrong usage', async (...words) => {
  expect((await runGlyphlab(['serve', ...words])).status).toBe(2)
})
