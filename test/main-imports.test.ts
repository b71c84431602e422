import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { runGlyphlab } from './run-glyphlab'

const BUILD = fileURLToPath(new URL('../out/app/main/', import.meta.url))

beforeAll(async () => {
  // Builds where sources are newer.
  await runGlyphlab(['--version'])
}, 120_000)

/** The text of a built entry and of every chunk that is loaded with it. */
async function loadedWith(entry: string): Promise<string> {
  const loaded = new Map<string, string>()
  const load = async (name: string): Promise<void> => {
    if (loaded.has(name)) return
    loaded.set(name, '')
    const text = await readFile(join(BUILD, name), 'utf8')
    loaded.set(name, text)
    for (const [, chunk = ''] of text.matchAll(/^import .*"(\.\/[^"]+)";$/gm))
      await load(basename(chunk))
  }
  await load(entry)
  return [...loaded.values()].join('\n')
}

// What is bundled stands below a comment that names its file.
test.each([
  ['the protobufs of TensorFlow', 'tfjs-node-gpu/dist/proto/'],
  ['the graph that a process trains with', 'src-main/core/training/run-epochs.ts'],
  ['what reads JPEG files', 'node_modules/jpeg-js/'],
  ['what reads CSV files', 'node_modules/papaparse/'],
])('the main process does not load %s', async (_, mark) => {
  expect((await loadedWith('trainer.js')).includes(mark)).toBe(true)
  expect((await loadedWith('main.js')).includes(mark)).toBe(false)
})
