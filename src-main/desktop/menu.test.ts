import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { menuTemplate, PAUSE_ITEM, STOP_ITEM } from './menu'

type Items = readonly MenuItemConstructorOptions[]

function made(platform: NodeJS.Platform, hasDeveloperTools = false) {
  const options = { tell: vi.fn(), showLogs: vi.fn(), showAbout: vi.fn() }
  const menu = menuTemplate({ platform, hasDeveloperTools, ...options })
  return { ...options, menu, items: menu.flatMap(({ submenu }) => (submenu ?? []) as Items) }
}

describe.each(['linux', 'win32', 'darwin'] as const)('on %s', (platform) => {
  test('every entry does something, and no key two things', () => {
    const { items, tell, showLogs, showAbout } = made(platform)
    const clicked = items.filter(({ click }) => click !== undefined)
    for (const { click } of clicked) Reflect.apply(click ?? (() => undefined), undefined, [])
    const calls = [tell, showLogs, showAbout].map(({ mock }) => mock.calls.length)
    expect(calls).toEqual([clicked.length - 2, 1, 1])
    expect(
      items.filter(({ click, role, type }) => !click && !role && type !== 'separator'),
    ).toEqual([])
    const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('has what can be switched off', () => {
    const ids = made(platform).items.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([PAUSE_ITEM, STOP_ITEM]))
  })
})

test('has a menu of the application on a Mac, and settings there', () => {
  const labels = ({ menu }: ReturnType<typeof made>) => menu.map(({ label, role }) => label ?? role)
  expect(labels(made('darwin'))[0]).toBe('Glyphlab')
  expect(labels(made('linux'))[0]).toBe('File')
})

test('event mode has its key for itself', () => {
  for (const platform of ['linux', 'win32', 'darwin'] as const) {
    const keys = made(platform).items.map(({ role, accelerator }) => [role, accelerator] as const)
    expect(keys).toContainEqual([undefined, 'F11'])
    // Where nothing is said, Electron gives a role a key of its own.
    const ofFullScreen = keys.find(([role]) => role === 'togglefullscreen')?.[1]
    expect(ofFullScreen).toBe(platform === 'darwin' ? undefined : 'Shift+F11')
  }
})

test('has developer tools in a checkout only', () => {
  const roles = (has: boolean) => made('linux', has).items.map(({ role }) => role)
  expect(roles(true)).toContain('toggleDevTools')
  expect(roles(false)).not.toContain('toggleDevTools')
  expect(roles(false)).not.toContain('reload')
})
