import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DuplicatesReport } from '../../src-preload/contract/dataset'
import { useDatasetChecksStore } from './dataset-checks'
import { openStores } from './open-stores.test-helper'

const NONE = { groups: 0, images: 0, surplus: 0 }
const CLEAN: DuplicatesReport = {
  ...{ train: NONE, test: NONE },
  leakage: { groups: 0, trainImages: 0, testImages: 0, testShare: 0 },
  ...{ conflicts: { groups: 0, images: 0 }, blank: { train: 0, test: 0 } },
  ...{ groups: [], groupCount: 0 },
}
const LETTERS = { source: 'emnist', split: 'letters' }
const DIGITS = { source: 'emnist', split: 'digits' }
const small = (fingerprint: string) => ({ fingerprint, images: 1000 })

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

function open() {
  const bridge = openStores()
  const checks = useDatasetChecksStore()
  const names = () => bridge.asked.map(({ name }) => name)
  return { bridge, checks, names }
}
/** Answers without the bridge's own wait, which stands still here. */
async function answer(bridge: ReturnType<typeof open>['bridge'], result: unknown): Promise<void> {
  bridge.asked.at(-1)?.answer({ ok: true, result })
  await Promise.resolve()
  await Promise.resolve()
}

test('a small data set is looked through once nobody goes on', async () => {
  const { bridge, checks, names } = open()
  checks.show(LETTERS, small('a'))
  vi.advanceTimersByTime(200)
  checks.show(DIGITS, small('b'))
  vi.advanceTimersByTime(299)
  expect(names()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(bridge.asked.map(({ params }) => params)).toEqual([{ dataset: 'emnist', split: 'digits' }])
  await answer(bridge, { duplicates: CLEAN })
  expect(checks.duplicates).toEqual({ phase: 'found', found: CLEAN })
})

test('what is asked again meanwhile does not put it off', () => {
  const { checks, names } = open()
  checks.show(LETTERS, small('a'))
  vi.advanceTimersByTime(200)
  checks.show({ ...LETTERS }, small('a'))
  vi.advanceTimersByTime(100)
  expect(names()).toEqual(['datasets.duplicates'])
})

test('a large one only when asked', () => {
  const { checks, names } = open()
  checks.show(LETTERS, { fingerprint: 'a', images: 814_255 })
  vi.advanceTimersByTime(10_000)
  expect(names()).toEqual([])
  void checks.findDuplicates()
  expect(names()).toEqual(['datasets.duplicates'])
})

test('a look back costs nothing', async () => {
  const { bridge, checks, names } = open()
  checks.show(LETTERS, small('a'))
  void checks.findDuplicates()
  checks.show(DIGITS, small('b'))
  await answer(bridge, { duplicates: CLEAN })
  expect(checks.duplicates).toEqual({ phase: 'not-asked' })
  checks.show(LETTERS, small('a'))
  vi.advanceTimersByTime(10_000)
  expect(checks.duplicates).toEqual({ phase: 'found', found: CLEAN })
  expect(names()).toEqual(['datasets.duplicates'])
})

test('another data set begins without what was found of the last', async () => {
  const { bridge, checks } = open()
  checks.show(LETTERS, small('a'))
  void checks.verify()
  const verification = { name: 'emnist', folder: '', files: [], isOfficial: true }
  await answer(bridge, { verification: { ...verification, fingerprint: null, problem: null } })
  expect(checks.verification.phase).toBe('found')
  checks.show(DIGITS, small('b'))
  expect(checks.verification).toEqual({ phase: 'not-asked' })
})

test('nothing is begun once the screen is left', () => {
  const { checks, names } = open()
  const end = checks.begin()
  checks.show(LETTERS, small('a'))
  end()
  vi.advanceTimersByTime(10_000)
  expect(names()).toEqual([])
})
