import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import type { NewRun } from '../../src-preload/contract/job'
import { hasEnded } from '../../src-preload/contract/job-transition'
import type { TestHome } from '../../test/data-home'
import type { WindowClient } from '../../test/window-client'

const LAUNCHER = fileURLToPath(new URL('../../bin/glyphlab.mjs', import.meta.url))
const EPOCHS = 3

/** The reference recipe, cut short. */
const SPEED_RUN: NewRun = {
  dataset: 'strokes',
  split: null,
  corrections: 'current',
  configuration: trainingConfigurationSchema.parse({ epochs: EPOCHS, earlyStoppingPatience: null }),
}

/** Milliseconds an epoch from the end of the first to the end of the last, as an observer's clock has it. */
function millisecondsAnEpoch(epochEndsMs: readonly number[]): number {
  const [first] = epochEndsMs
  const last = epochEndsMs.at(-1)
  if (first === undefined || last === undefined || epochEndsMs.length < 2)
    throw new Error('the run was too short to time')
  return (last - first) / (epochEndsMs.length - 1)
}

/** {@link SPEED_RUN} by `glyphlab train`. */
export async function commandLineEpochMs(home: TestHome): Promise<number> {
  const words = ['--json', 'train', '--epochs', String(EPOCHS), '--early-stopping', 'none']
  const child = spawn(process.execPath, [LAUNCHER, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: home.environment,
  })
  const exited = once(child, 'exit')
  const ends: number[] = []
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('{"type":"epoch"')) ends.push(performance.now())
  await exited
  return millisecondsAnEpoch(ends)
}

/** {@link SPEED_RUN} by the program behind a window, beside whatever else is done meanwhile. */
export async function windowEpochMs(window: WindowClient): Promise<number> {
  const ends: number[] = []
  const endListening = window.on('training.epoch', () => ends.push(performance.now()))
  const { job } = await window.request('training.start', SPEED_RUN)
  const { jobs } = await window.next('training.queue', (queue) =>
    queue.jobs.some(({ id, state }) => id === job && hasEnded(state)),
  )
  endListening()
  const ended = jobs.find(({ id }) => id === job)
  if (ended?.state.phase !== 'finished') throw new Error(`the run ended: ${JSON.stringify(ended)}`)
  await window.request('training.remove', { job })
  return millisecondsAnEpoch(ends)
}
