import { homedir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, vi } from 'vitest'
import { dataHome } from './data-home'

test('the data home is where GLYPHLAB_HOME says', () => {
  expect(dataHome({ GLYPHLAB_HOME: 'somewhere' })).toBe(resolve('somewhere'))
})

test('without it, or with nothing in it, the data home is the user’s own', () => {
  expect(dataHome({})).toBe(dataHome({ GLYPHLAB_HOME: '' }))
  expect(dataHome({}).startsWith(homedir())).toBe(true)
  expect(dataHome({})).toMatch(/glyphlab/)
})

test.runIf(process.platform === 'linux')('it never depends on where the user stands', () => {
  vi.stubEnv('XDG_DATA_HOME', '.local/share')
  expect(dataHome({})).toBe(join(userInfo().homedir, '.local/share/glyphlab'))
  vi.unstubAllEnvs()
})
