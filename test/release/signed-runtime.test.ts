import { appendFile, link, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetLengths } from '../../build/forget-lengths.mjs'
import { readSealedFolder, sealFolder } from '../../src-main/core/tensorflow/runtime/manifest'

const ABOUT = { version: '2.21.0', variant: 'cpu', wheels: null, binding: 'binding.node' } as const

let folder: string
let runtime: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-signed-'))
  runtime = join(folder, 'runtime')
  await mkdir(runtime)
  await writeFile(join(runtime, ABOUT.binding), 'compiled')
  await sealFolder(runtime, ABOUT)
})
afterEach(() => rm(folder, { recursive: true }))

test('a runtime whose library grew when it was signed is whole', async () => {
  forgetLengths(runtime)
  await appendFile(join(runtime, ABOUT.binding), ', signed')
  expect(await readSealedFolder(runtime)).toEqual({ schema: 1, ...ABOUT, files: [] })
})

test('the cache that it was copied from still knows its lengths', async () => {
  const manifest = join(runtime, 'manifest.json')
  await link(manifest, join(folder, 'manifest.json'))
  const before = await readFile(manifest, 'utf8')
  forgetLengths(runtime)
  expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe(before)
})
