import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { preferencesPath, readPreferences, UserPreferences } from './preferences'

const DEFAULTS = { theme: 'system', motion: 'system' }

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
  await preferences.set({ theme: 'dark', motion: 'reduced' })
  expect(preferences.current).toEqual({ theme: 'dark', motion: 'reduced' })
  expect(await readPreferences(deep)).toEqual({ theme: 'dark', motion: 'reduced' })
  expect(await readdir(deep)).toEqual(['preferences.json'])
})

test('of many at once the last one stays', async () => {
  const preferences = await UserPreferences.open(home)
  const themes = ['dark', 'light', 'system', 'dark', 'light'] as const
  await Promise.all(themes.map((theme) => preferences.set({ theme, motion: 'system' })))
  expect(preferences.current.theme).toBe('light')
  expect(await readPreferences(home)).toEqual(preferences.current)
})

test.each([
  ['is no JSON', '{"theme": "da'],
  ['names what there is not', '{"theme": "pink"}'],
  ['is something else', '[]'],
])('a file that %s is set aside', async (_, text) => {
  await writeFile(preferencesPath(home), text)
  expect(await readPreferences(home)).toEqual(DEFAULTS)
  expect(await readdir(home)).toEqual(['preferences.json.broken'])
  expect(await readFile(`${preferencesPath(home)}.broken`, 'utf8')).toBe(text)
})

test('what a later version adds is no fault of a file', async () => {
  await writeFile(preferencesPath(home), '{"theme": "light", "kerning": 3}')
  expect(await readPreferences(home)).toEqual({ theme: 'light', motion: 'system' })
  expect(await readdir(home)).toEqual(['preferences.json'])
})

test('what cannot be written changes nothing', async () => {
  await writeFile(join(home, 'file'), '')
  const preferences = await UserPreferences.open(join(home, 'file', 'home'))
  await expect(preferences.set({ theme: 'dark', motion: 'system' })).rejects.toMatchObject({
    code: 'output-failed',
  })
  expect(preferences.current).toEqual(DEFAULTS)
})
