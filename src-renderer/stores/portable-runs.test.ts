import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { handedOverIdSchema, type HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { ScriptedBridge } from '../scripted-bridge.test-helper'
import { madeEntry, madeRunId } from './made-run-entry.test-helper'
import { openStores } from './open-stores.test-helper'
import { usePortableRunsStore } from './portable-runs'
import { useRunsStore } from './runs'
import { useRunsViewStore } from './runs-view'

const A = madeRunId('aaaa')
const BAD = { code: 'archive-invalid', message: 'a.glyphlab: bad', hint: 'copy it again' } as const
const file = (name: string): HandedOver => ({
  id: handedOverIdSchema.parse(crypto.randomUUID()),
  ...{ name, kind: 'file', files: 1, bytes: 10 },
})

let bridge: ScriptedBridge
beforeEach(() => {
  bridge = openStores()
})
const askedFor = (name: string) => bridge.asked.filter((asked) => asked.name === name)

describe('a run that is taken in', () => {
  test('is told of, and the list goes to it, whatever was searched for', async () => {
    const store = usePortableRunsStore()
    const view = useRunsViewStore()
    onTestFinished(useRunsStore().begin())
    view.query = 'something else'
    void store.take(file('a.glyphlab'))
    expect(store.work).toEqual({ kind: 'importing', name: 'a.glyphlab' })
    const imported = { kind: 'imported', run: A, calledBefore: null } as const
    await bridge.answer('runs.import', { ok: true, result: imported })
    expect(store.outcome).toEqual(imported)
    expect(view.currentKey).toBeNull()
    const runs = [madeEntry('aaaa')]
    const list = { kind: 'list', stamp: '1', runs, groups: [], unreadable: [] } as const
    await bridge.answer('runs.list', {
      ok: true,
      result: { ...list, runs, groups: [], unreadable: [] },
    })
    expect([view.currentKey, view.query, view.arrivals]).toEqual([`run:${A}`, '', 1])
  })

  test('or refused, in place', async () => {
    const store = usePortableRunsStore()
    void store.take(file('a.glyphlab'))
    await bridge.answer('runs.import', { ok: false, error: BAD })
    expect(store.refusals).toEqual([{ name: '', error: BAD }])
    expect(store.isBusy).toBe(false)
    store.dismiss()
    expect(store.refusals).toEqual([])
  })

  test('waits for nobody: a second one meanwhile is given up', async () => {
    const store = usePortableRunsStore()
    void store.take(file('a.glyphlab'))
    await store.take(file('b.glyphlab'))
    expect(askedFor('runs.import')).toHaveLength(1)
    expect(askedFor('handed-over.withdraw')).toHaveLength(1)
  })
})

describe('a run that is exported', () => {
  const exported = { name: 'a.glyphlab', bytes: 7, leftOut: 0 }

  test('is saved by the program, where it can', async () => {
    const store = usePortableRunsStore()
    void store.save(A)
    expect(store.work).toEqual({ kind: 'exporting', run: A })
    await bridge.answer('runs.export', { ok: true, result: { kind: 'saved', ...exported } })
    expect(store.outcome).toEqual({ kind: 'exported', ...exported })
  })

  test('is nothing to tell of where the user has changed their mind', async () => {
    const store = usePortableRunsStore()
    void store.save(A)
    await bridge.answer('runs.export', { ok: true, result: { kind: 'not-saved' } })
    expect([store.outcome, store.refusals, store.isBusy]).toEqual([null, [], false])
  })

  test('is not told to be saved where it could not be fetched', async () => {
    const store = usePortableRunsStore()
    void store.save(A)
    const id = '00000000-0000-4000-8000-000000000000' as never
    await bridge.answer('runs.export', { ok: true, result: { kind: 'offered', id, ...exported } })
    bridge.fetched[0]?.answer({ ok: false, error: { ...BAD, code: 'connection-lost' } })
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(store.outcome).toBeNull()
    expect(store.refusals).toMatchObject([{ name: A, error: { code: 'connection-lost' } }])
  })
})

test('files that were opened in the system are asked about, one after the other', async () => {
  const store = usePortableRunsStore()
  const asked = store.askForOpened()
  const [first, second] = [file('a.glyphlab'), file('b.glyphlab')]
  const gone = { ...BAD, code: 'dataset-missing' } as const
  await bridge.answer('runs.opened', { ok: true, result: { file: first } })
  await bridge.answer('runs.opened', { ok: false, error: gone })
  await bridge.answer('runs.opened', { ok: true, result: { file: second } })
  await bridge.answer('runs.opened', { ok: true, result: { file: null } })
  expect(await asked).toBe(true)
  expect(store.offered).toEqual([first, second])
  expect(store.refusals).toEqual([{ name: '', error: gone }])
  void store.decide(false)
  expect(bridge.asked.at(-1)).toMatchObject({ params: { handedOver: first.id } })
  void store.decide(true)
  expect(bridge.asked.at(-1)).toMatchObject({
    name: 'runs.import',
    params: { handedOver: second.id },
  })
  expect(store.offered).toEqual([])
})
