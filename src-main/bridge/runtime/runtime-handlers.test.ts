import { expect, test } from 'vitest'
import { KnownDevices } from '../../processes/known-devices'
import { MadeProcesses } from '../../processes/made-process.test-helper'
import { RuntimeInstallation } from '../../processes/runtime-installation'
import type { Caller } from '../handlers'
import { runtimeHandlers, type RuntimeDependencies } from './runtime-handlers'

const CALLER: Caller = { id: 'made', face: 'desktop' }

function open(changes: Partial<RuntimeDependencies> = {}) {
  const processes = new MadeProcesses()
  const installation = new RuntimeInstallation({
    startProcess: processes.start,
    onChange: () => undefined,
    onEnded: () => undefined,
  })
  const ask = runtimeHandlers({
    ...{ installation, devices: new KnownDevices(), capabilities: {} },
    isTraining: () => false,
    onRemoved: () => undefined,
    ...changes,
  })
  const requests = () => processes.all.flatMap((one) => one.requests)
  return { ask, requests }
}

test('what the user chooses in the dialog is installed from there', async () => {
  const chooseFolder = (what: string) => Promise.resolve(what === 'runtime' ? '/made/stick' : null)
  const { ask, requests } = open({ capabilities: { chooseFolder } })
  const answer = await ask['runtime.install-from-folder']({ variant: 'gpu' }, CALLER)
  expect(answer).toEqual({ isChosen: true })
  expect(requests()).toEqual([{ type: 'install-runtime', variant: 'gpu', from: '/made/stick' }])
})

test('nothing is installed where no folder was chosen', async () => {
  const { ask, requests } = open({ capabilities: { chooseFolder: () => Promise.resolve(null) } })
  const answer = await ask['runtime.install-from-folder']({ variant: 'gpu' }, CALLER)
  expect(answer).toEqual({ isChosen: false })
  expect(requests()).toEqual([])
})

test('a browser is told the command: it names no folder of the machine that computes', async () => {
  const { ask, requests } = open()
  await expect(
    ask['runtime.install-from-folder']({ variant: 'gpu' }, CALLER),
  ).rejects.toMatchObject({
    code: 'not-possible-here',
    hint: 'On that machine: glyphlab runtime install gpu --from DIR.',
  })
  expect(requests()).toEqual([])
})

test('no runtime is removed while a run trains with it', async () => {
  let removed = 0
  const { ask } = open({ isTraining: () => true, onRemoved: () => (removed += 1) })
  await expect(ask['runtime.remove']({ variant: 'cpu' }, CALLER)).rejects.toMatchObject({
    code: 'runtime-busy',
  })
  expect(removed).toBe(0)
})
