import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileOf, isOurPage } from './page-address'

const FOLDER = join('/', 'app', 'renderer')

test.each([
  ['app://glyphlab/', true],
  ['app://glyphlab/settings?a=b#c', true],
  ['app://other/', false],
  ['app://glyphlab.example/', false],
  ['app://glyphlab:80/', false],
  ['https://glyphlab/', false],
  ['file:///glyphlab/', false],
  ['data:text/html,app://glyphlab/', false],
  ['about:blank', false],
  ['null', false],
  ['', false],
])('knows its own page: %s', (address, isOurs) => {
  expect(isOurPage(address)).toBe(isOurs)
})

test.each<readonly [string, string | false]>([
  ['/', 'index.html'],
  ['/settings', 'index.html'],
  ['/assets/index-1.js', join('assets', 'index-1.js')],
  ['/assets/a%20b.css', join('assets', 'a b.css')],
  ['/../main/main.js', join('main', 'main.js')],
  ['/..%2fmain/main.js', false],
  ['/assets%2f..%2f..%2fmain.js', false],
  ['/a%00.js', false],
  ['/%E0%A4%A.js', false],
  ['/%252e%252e%252fmain.js', '%2e%2e%2fmain.js'],
  ['/%2e%2e%2f%2e%2e%2fetc%2fpasswd.js', false],
  ['//etc/passwd.js', join('etc', 'passwd.js')],
  ['/%2fetc%2fpasswd.js', join('etc', 'passwd.js')],
  ['/assets/....//....//main.js', join('assets', '....', '....', 'main.js')],
])('finds no file outside the window: %s', (path, file) => {
  expect(fileOf(`app://glyphlab${path}`, FOLDER)).toBe(file === false ? false : join(FOLDER, file))
})

test('finds none in a folder that only begins like its own', () => {
  expect(fileOf('app://glyphlab/..%2frenderer-2/a.js', FOLDER)).toBe(false)
})
