import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedFlaws } from '../../build/audit.mjs'
import { writeLicences } from '../../build/licences.mjs'
import { shippedSbom } from '../../build/sbom.mjs'
import { shippedPackages, type ShippedPackage } from '../../build/shipped-packages.mjs'
import { runGlyphlab } from '../run-glyphlab'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let packages: readonly ShippedPackage[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-licences-'))
  // The first launch builds.
  await runGlyphlab(['--version'])
  packages = shippedPackages(ROOT, join(ROOT, 'out', 'app'))
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

test('what is shipped are the packages of each part, and not those that build it', () => {
  const names = packages.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['zod', '@vue/reactivity', 'undici', '@tensorflow/tfjs-node-gpu']),
  )
  for (const name of ['vite', 'vitest', 'electron-builder', 'tar', 'playwright-core'])
    expect(names).not.toContain(name)
  expect(new Set(names).size).toBeGreaterThan(50)
})

test('each of them has its licence in the text that an installer brings along', async () => {
  const file = join(folder, 'licences.txt')
  writeLicences(packages, file)
  const text = await readFile(file, 'utf8')
  for (const { name, version } of packages) expect(text).toContain(`\n${name} ${version} (`)
  expect(text).toContain('Copyright (c) 2018-present, Yuxi (Evan) You')
  expect(text).toContain('David Bau')
  expect(text).toMatch(/Apache License\s+Version 2\.0, January 2004/)
})

test('the bill of materials is of them, of Electron and of TensorFlow', () => {
  const component = (name: string, version: string) => ({
    ...{ 'bom-ref': `${name}@${version}`, type: 'library', name, version, scope: 'optional' },
  })
  const sbom = shippedSbom(
    {
      metadata: { component: component('main', '0.0.0') },
      components: [
        component('zod', '4.6.7'),
        component('zod', '3.0.0'),
        component('vite', '8.0.0'),
        component('electron', '45.4.1'),
      ],
      dependencies: [{ ref: 'zod@4.6.7', dependsOn: ['vite@8.0.0'] }, { ref: 'vite@8.0.0' }],
    },
    [{ name: 'zod', version: '4.6.7' }],
    '2.21.0',
  )
  expect(sbom.metadata.component).toMatchObject({ name: 'glyphlab', type: 'application' })
  expect(sbom.components).toMatchObject([
    { 'bom-ref': 'zod@4.6.7', scope: 'required' },
    { name: 'electron' },
    { name: 'tensorflow', version: '2.21.0' },
  ])
  expect(sbom.dependencies).toEqual([{ ref: 'zod@4.6.7', dependsOn: [] }])
})

test('a package that npm does not know is not left out of it', () => {
  const npmSbom = { metadata: { component: {} }, components: [], dependencies: [] }
  expect(() => shippedSbom(npmSbom, [{ name: 'zod', version: '4.6.7' }], '2.21.0')).toThrow('zod')
})

test('of the advisories those count that tell of what is shipped', () => {
  const advisory = (title: string) => ({
    title,
    severity: 'high',
    url: 'https://advisories.example',
  })
  const report = {
    vulnerabilities: {
      undici: { name: 'undici', range: '<7.0.0', via: [advisory('Bodies without end')] },
      tar: { name: 'tar', range: '<7.5.0', via: [advisory('Links')] },
      electron: { name: 'electron', range: '<46.0.0', via: [advisory('Frames'), 'extract-zip'] },
    },
  }
  expect(shippedFlaws(report, [{ name: 'undici' }])).toEqual([
    'undici <7.0.0, high: Bodies without end (https://advisories.example)',
    'electron <46.0.0, high: Frames (https://advisories.example)',
  ])
})
