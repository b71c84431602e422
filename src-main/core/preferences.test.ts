import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Preferences } from '../../src-preload/contract/preferences'
import { preferencesPath, readPreferences, UserPreferences } from './preferences'

const DEFAULTS: Preferences = {
  theme: 'system',
  motion: 'system',
  tf32: true,
  sketch: {
    model: { kind: 'built-in' },
    secondModel: null,
    strokeWidth: 30,
    guides: true,
    penPressure: true,
  },
  eventMode: { pin: null, restSeconds: 20, countdownSeconds: 20 },
}

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-preferences-'))
})
afterEach(() => rm(home, { recursive: true }))

test('without a file all is as the system has it, and none is made', async () => {
  expect((await UserPreferences.open(home)).current).toEqual(DEFAULTS)
  expect(await readdir(home)).toEqual([])
})

test('what is set is there the next time, in a data home that was not', async () => {
  const deep = join(home, 'deep', 'down')
  const preferences = await UserPreferences.open(deep)
  const eventMode = { pin: '4711', restSeconds: 30, countdownSeconds: 10 }
  const chosen: Preferences = { ...DEFAULTS, theme: 'dark', motion: 'reduced', eventMode }
  await preferences.set(chosen)
  expect(preferences.current).toEqual(chosen)
  expect(await readPreferences(deep)).toEqual(chosen)
  expect(await readdir(deep)).toEqual(['preferences.json'])
})

test.skipIf(process.platform === 'win32')('nobody else on the machine reads the PIN', async () => {
  await writeFile(preferencesPath(home), '{}')
  await chmod(preferencesPath(home), 0o644)
  await (await UserPreferences.open(home)).set(DEFAULTS)
  expect((await stat(preferencesPath(home))).mode & 0o777).toBe(0o600)
})

test('of many at once the last one stays', async () => {
  const preferences = await UserPreferences.open(home)
  const themes = ['dark', 'light', 'system', 'dark', 'light'] as const
  await Promise.all(themes.map((theme) => preferences.set({ ...DEFAULTS, theme })))
  expect(preferences.current.theme).toBe('light')
  expect(await readPreferences(home)).toEqual(preferences.current)
})

test.each([
  ['is no JSON', '{"theme": "da'],
  ['names what there is not', '{"theme": "pink"}'],
  ['is something else', '[]'],
  ['has a PIN that is none', '{"eventMode": {"pin": "open"}}'],
])('a file that %s is set aside', async (_, text) => {
  await writeFile(preferencesPath(home), text)
  expect(await readPreferences(home)).toEqual(DEFAULTS)
  expect(await readdir(home)).toEqual(['preferences.json.broken'])
  expect(await readFile(`${preferencesPath(home)}.broken`, 'utf8')).toBe(text)
})

test('a file of an earlier version has what it has', async () => {
  await writeFile(preferencesPath(home), '{"theme": "dark", "motion": "reduced"}')
  expect(await readPreferences(home)).toEqual({ ...DEFAULTS, theme: 'dark', motion: 'reduced' })
})

test('what a later version adds is no fault of a file', async () => {
  const later = { theme: 'light', kerning: 3, sketch: { ruler: 1 }, eventMode: { hymn: 'x' } }
  await writeFile(preferencesPath(home), JSON.stringify(later))
  expect(await readPreferences(home)).toEqual({ ...DEFAULTS, theme: 'light' })
  expect(await readdir(home)).toEqual(['preferences.json'])
})

test('what cannot be written changes nothing', async () => {
  await writeFile(join(home, 'file'), '')
  const preferences = await UserPreferences.open(join(home, 'file', 'home'))
  await expect(preferences.set({ ...DEFAULTS, theme: 'dark' })).rejects.toMatchObject({
    code: 'output-failed',
  })
  expect(preferences.current).toEqual(DEFAULTS)
})
