import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { readRunRecord } from '../../src-main/core/runs/run-record'
import { makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import { endOf, launchUndriven, type Undriven } from './launch'
import { addFewStrokes } from './train-screen'

/** In the page: a run that nobody waits for the end of. */
const START = `window.glyphlab.request('training.start', {
  dataset: 'strokes', split: null, corrections: 'current',
  configuration: { architecture: { name: 'tiny' }, epochs: 1000, earlyStoppingPatience: null },
})`
/** The same for the job that the application has begun with. */
const RESUME_PAUSED = `window.glyphlab.request('training.queue', {}).then(({ result }) =>
  window.glyphlab.request('training.resume', { job: result.jobs[0].id }))`
const resume = (run: string) =>
  `window.glyphlab.request('training.resume-run', { run: ${JSON.stringify(run)} })`
/** Whether a step of the job that runs was told; else what there is instead, for whoever reads the failure. */
const TRAINS = `window.glyphlab.request('training.queue', {}).then(async ({ result: { jobs } }) => {
  const job = jobs.find(({ state }) => state.phase === 'running') ?? jobs[0]
  const view = await window.glyphlab.request('training.view', { job: job.id })
  const runs = job.state.phase === 'running' && view.result.progress !== null
  return runs ? true : JSON.stringify({ states: jobs.map(({ state }) => state), view })
})`
const EPOCH_SHOWN = `Number(document.querySelector('.ticks[role=img]')?.parentElement
  ?.querySelector('.v')?.firstChild?.textContent ?? 0)`

describe.skipIf(ELECTRON === null)('the application in Electron', () => {
  let home: TestHome
  let display: Display
  beforeAll(async () => {
    home = await makeTestHome()
    await addFewStrokes(home)
    display = await openDisplay()
  })
  afterAll(async () => {
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const hasContent = async (launched: Undriven) =>
    launched.evaluate(`document.querySelector('#app > *') !== null`).catch(() => false)
  const isThere = (launched: Undriven) =>
    expect.poll(() => hasContent(launched), { timeout: 20_000 }).toBe(true)
  const says = (launched: Undriven, words: string) => {
    const isSaid = `document.body.innerText.includes(${JSON.stringify(words)})`
    const look = () => launched.evaluate(isSaid).catch(() => false)
    return expect.poll(look, { timeout: 30_000 }).toBe(true)
  }
  const isInEpoch = (launched: Undriven, epoch: number) => {
    const look = () => launched.evaluate(EPOCH_SHOWN).catch(() => 0)
    return expect.poll(look, { timeout: 30_000 }).toBeGreaterThanOrEqual(epoch)
  }
  /** The epoch that is shown may still be that of the process before. */
  const trains = (launched: Undriven) => {
    const look = () => launched.evaluate(TRAINS).catch(String)
    return expect.poll(look, { timeout: 30_000 }).toBe(true)
  }
  const logged = () => readFile(join(home.folder, 'logs', 'desktop.log'), 'utf8')
  const familyOf = ({ main }: Undriven) => new ProcessFamily(main.pid ?? 0)
  function killPage(launched: Undriven): void {
    for (const id of familyOf(launched).named('--type=renderer')) process.kill(id, 'SIGKILL')
  }
  const runRecord = async () => {
    const [run = ''] = await readdir(join(home.folder, 'runs'))
    return readRunRecord(runPaths(join(home.folder, 'runs', run)))
  }

  test('shows its page again when its process was killed, and asks before it does so for ever', async () => {
    await using launched = await launchUndriven({ home, display })
    const timesGone = async () => (await logged()).match(/is gone: killed/g)?.length
    for (let time = 1; time <= 4; time += 1) {
      await isThere(launched)
      killPage(launched)
      await expect.poll(timesGone).toBe(time)
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(await hasContent(launched)).toBe(false)
    expect(launched.main.exitCode).toBeNull()
  })

  test('loses nothing of a run when its page is killed, and leaves no process when it is killed itself', async () => {
    await using launched = await launchUndriven({ home, display })
    await isThere(launched)
    expect(await launched.evaluate(START)).toMatchObject({ ok: true })
    await isInEpoch(launched, 2)
    killPage(launched)
    await isInEpoch(launched, 3)

    const family = familyOf(launched)
    expect(family.named('trainer.js')).toHaveLength(1)
    launched.main.kill('SIGKILL')
    await endOf(launched.main)
    expect(await family.leftAfter(20_000)).toEqual([])
  })

  test('resumes that run, says that its trainer was killed, and ends in order', async () => {
    await using launched = await launchUndriven({ home, display })
    await says(launched, 'Paused.')
    const { id } = await runRecord()
    expect(await launched.evaluate(RESUME_PAUSED)).toMatchObject({ ok: true })
    await trains(launched)
    await isInEpoch(launched, 3)
    for (const trainer of familyOf(launched).named('trainer.js')) process.kill(trainer, 'SIGKILL')
    await says(launched, 'was killed, possibly out of memory')

    expect(await launched.evaluate(resume(id))).toMatchObject({ ok: true })
    await trains(launched)
    await isInEpoch(launched, 3)
    const family = familyOf(launched)
    launched.main.kill('SIGTERM')
    expect(await endOf(launched.main)).toEqual([0, null])
    expect(await family.leftAfter(20_000)).toEqual([])
    expect((await runRecord()).status).toBe('interrupted')
  })
})
