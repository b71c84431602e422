import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HandedOverId } from '../../src-preload/contract/bridge/hand-over'
import { HandedOverFiles } from '../bridge/hand-over/handed-over-files'
import { HandOverServer } from './hand-over-server'

const WINDOW = '0123456789abcdef0123456789abcdef'
const ABSENCE_MS = 60_000

let home = ''
let handedOver: HandedOverFiles
let server: HandOverServer
let id: HandedOverId
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-presence-'))
  handedOver = await HandedOverFiles.open(home)
  await writeFile(join(home, 'theirs.csv'), '')
  ;({ id } = await handedOver.add([join(home, 'theirs.csv')], WINDOW))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  server = new HandOverServer({
    ...{ handedOver, hosts: new Set<string>(), token: 'any' },
    log: { write: () => undefined },
  })
  server.came(WINDOW)
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(home, { recursive: true })
})

function isKept(): boolean {
  try {
    return handedOver.describe(id).name === 'theirs.csv'
  } catch {
    return false
  }
}

test('what a window has sent goes a minute after it', () => {
  vi.advanceTimersByTime(10 * ABSENCE_MS)
  expect(isKept()).toBe(true)
  server.went(WINDOW)
  vi.advanceTimersByTime(ABSENCE_MS - 1)
  expect(isKept()).toBe(true)
  vi.advanceTimersByTime(1)
  expect(isKept()).toBe(false)
})

test('a window that comes back keeps it', () => {
  server.went(WINDOW)
  vi.advanceTimersByTime(ABSENCE_MS - 1)
  server.came(WINDOW)
  vi.advanceTimersByTime(10 * ABSENCE_MS)
  expect(isKept()).toBe(true)
})

test('a window may come back before its old connection is gone', () => {
  server.came(WINDOW)
  server.went(WINDOW)
  vi.advanceTimersByTime(10 * ABSENCE_MS)
  expect(isKept()).toBe(true)
})

test('what a job reads outlives its window', () => {
  handedOver.pathOf(id)
  server.went(WINDOW)
  vi.advanceTimersByTime(10 * ABSENCE_MS)
  expect(isKept()).toBe(true)
})
