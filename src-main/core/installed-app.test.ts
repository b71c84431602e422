import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installedResources, outsideArchive } from './installed-app'

test.each([
  [
    'the archive of an application',
    ['opt', 'Glyphlab', 'resources', 'app.asar', 'out', 'app', 'main'],
  ],
  ['what lies beside the archive', ['opt', 'Glyphlab', 'resources', 'app.asar.unpacked', 'out']],
  ['an application without an archive', ['home', 'Zoë K', 'Glyph lab', 'resources', 'app', 'main']],
  ['an application of macOS', ['Glyphlab.app', 'Contents', 'Resources', 'app.asar', 'out', 'app']],
])('the resources lie around %s', (_, path) => {
  const resources = path.slice(
    0,
    path.findIndex((name) => name.startsWith('app')),
  )
  expect(installedResources(join('/', ...path))).toBe(join('/', ...resources))
})

test.each([
  ['a checkout', ['home', 'glyphlab', 'out', 'app', 'main']],
  ['a package of npm', ['usr', 'lib', 'node_modules', 'glyphlab', 'out', 'app', 'main']],
  ['the resources of a checkout', ['home', 'glyphlab', 'resources', 'built-in']],
])('%s is no installed application', (_, path) => {
  expect(installedResources(join('/', ...path))).toBeNull()
})

test('these sources are no installed application', () => {
  expect(installedResources()).toBeNull()
})

test.each([
  ['in the archive', 'app.asar', 'app.asar.unpacked'],
  ['beside it', 'app.asar.unpacked', 'app.asar.unpacked'],
  ['of a checkout', 'glyphlab', 'glyphlab'],
])('other programs find a file %s', (_, folder, found) => {
  const path = (name: string) => join('/', 'opt', 'resources', name, 'node_modules', 'a.h')
  expect(outsideArchive(path(folder))).toBe(path(found))
})
