import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { characterImage } from '../images/character-image'
import { PIXELS_PER_IMAGE } from './dataset'
import { readEmnist } from './emnist'
import { importDataset } from './import/import-dataset'

/** A bar of some width, and so another picture for each. */
function picture(width: number): Buffer {
  const data = Uint8Array.from({ length: 40 * 40 }, (_, at) => (at % 40 < width ? 0 : 255))
  return Buffer.from(encode({ width: 40, height: 40, data, channels: 1 }))
}

test('each image of imported pictures leads back to its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-pictures-'))
  try {
    const path = join(folder, 'scans')
    for (const [name, first] of [
      ['A', 3],
      // Windows takes no quotation marks into a name.
      [process.platform === 'win32' ? 'a, b' : 'a, "b"', 9],
    ] as const) {
      await mkdir(join(path, name), { recursive: true })
      for (let at = 0; at < 5; at++)
        await writeFile(join(path, name, `é ${at}.png`), picture(first + at))
    }
    const stored = await importDataset(path, { home: folder, testShare: 0.4 })
    const { images, trainCount, testCount } = await readEmnist(stored.folder)
    const csv = await readFile(join(stored.folder, 'pictures.csv'), 'utf8')
    const rows = Papa.parse<Record<string, string>>(csv, {
      header: true,
      skipEmptyLines: true,
    }).data
    expect(rows).toHaveLength(trainCount + testCount)
    for (const { part, index, picture: name = '' } of rows) {
      const at = Number(index) + (part === 'test' ? trainCount : 0)
      const image = images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
      expect(image).toEqual(Uint8Array.from(characterImage(await readFile(join(path, name)))))
    }
    expect(stored.about.files.map(({ name }) => name)).toContain('pictures.csv')
  } finally {
    await rm(folder, { recursive: true })
  }
})
