import { expect, test } from 'vitest'
import { handedOverSchema } from '../../src-preload/contract/bridge/hand-over'
import type { ImportOptions } from '../../src-preload/contract/shelf'
import { useImportsStore } from './imports'
import { openStores } from './open-stores.test-helper'

const ERROR = { code: 'dataset-exists', message: 'letters is there already', hint: '' } as const
const OPTIONS: ImportOptions = {
  ...{ name: 'letters', split: null, testShare: 0.2, seed: null },
  ...{ skipBroken: false, replace: false },
}
const FOLDER = handedOverSchema.parse({
  id: 'a3bb189e-8bf9-4888-9912-ace4e6543002',
  ...{ name: 'letters', kind: 'folder', files: 12, bytes: 3400 },
})

function open() {
  const bridge = openStores()
  const imports = useImportsStore()
  return { bridge, imports, end: imports.begin() }
}

test('what a dialog has chosen is on offer', async () => {
  const { bridge, imports } = open()
  void imports.choose('folder')
  await bridge.answer('imports.choose', { ok: true, result: { handedOver: FOLDER } })
  expect(imports.offered).toEqual(FOLDER)
})

test('nothing is on offer where nothing was chosen', async () => {
  const { bridge, imports } = open()
  void imports.choose('file')
  await bridge.answer('imports.choose', { ok: true, result: { handedOver: null } })
  expect(imports.offered).toBeNull()
})

test('a refused start keeps the offer and says why', async () => {
  const { bridge, imports } = open()
  imports.offer(FOLDER)
  void imports.start(OPTIONS)
  await bridge.answer('imports.start', { ok: false, error: ERROR })
  expect(imports.offered).toEqual(FOLDER)
  expect(imports.refusal).toEqual(ERROR)
  imports.withdraw()
  expect([imports.offered, imports.refusal, imports.last]).toEqual([null, null, null])
  const { name, params } = bridge.asked.at(-1) ?? {}
  expect([name, params]).toEqual(['handed-over.withdraw', { handedOver: FOLDER.id }])
})

test('it is begun once, however long Enter is held; what was offered meanwhile stays', async () => {
  const { bridge, imports } = open()
  imports.offer(FOLDER)
  void imports.start(OPTIONS)
  void imports.start(OPTIONS)
  expect(bridge.asked.filter(({ name }) => name === 'imports.start')).toHaveLength(1)
  const other = { ...FOLDER, name: 'digits' }
  imports.offer(other)
  await bridge.answer('imports.start', { ok: true, result: {} })
  expect(imports.offered).toEqual(other)
})

test('an import that has failed can be changed and tried again', async () => {
  const { bridge, imports, end } = open()
  imports.offer(FOLDER)
  void imports.start(OPTIONS)
  await bridge.answer('imports.start', { ok: true, result: {} })
  expect(imports.offered).toBeNull()
  bridge.tell('imports.changed', { phase: 'importing', from: 'letters', progress: null })
  expect(imports.canTryAgain).toBe(false)

  bridge.tell('imports.changed', { phase: 'failed', from: 'letters', error: ERROR })
  expect(imports.canTryAgain).toBe(true)
  imports.tryAgain()
  expect(imports.offered).toEqual(FOLDER)
  expect(imports.last).toEqual({ handedOver: FOLDER, options: OPTIONS })
  end()
  expect(bridge.listenerCount).toBe(0)
})

test('only what has ended can be put away', () => {
  const { bridge, imports } = open()
  const importing = { phase: 'importing', from: 'letters', progress: null } as const
  bridge.tell('imports.changed', importing)
  imports.dismiss()
  expect(imports.state).toEqual(importing)
  bridge.tell('imports.changed', { phase: 'done', from: 'letters', source: 'letters', notes: [] })
  imports.dismiss()
  expect(imports.state).toEqual({ phase: 'idle' })
})
