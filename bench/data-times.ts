import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { grouped } from '../src-main/core/number-text'
import { makeDataFiles } from './data-files'
import { describeMachine } from './machine'
import { spread } from './statistics'

const OURS = fileURLToPath(new URL('./data.js', import.meta.url))

const measurementSchema = z.object({ ms: z.number(), peakBytes: z.number() })
type Measurement = z.infer<typeof measurementSchema>

/** Times what the data worker does, each in a process of its own, all in turns; the files are in the page cache. */
export async function dataTimes(rounds: number, progress: (line: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-bench-data-'))
  try {
    const files = await makeDataFiles(folder, progress)
    const images = grouped(files.imageCount)
    const jobs: readonly (readonly [what: string, words: readonly string[]])[] = [
      [`load ${images} idx images, gzip`, ['load', files.idxGzip]],
      [`load ${images} idx images, plain`, ['load', files.idx]],
      ['fingerprint of them', ['fingerprint', files.idx]],
      ['balance, duplicates and leakage of them', ['inspect', files.idx]],
      [`import ${images} rows of Kaggle's CSV`, ['import', files.csv, join(folder, 'home')]],
      [
        `import ${grouped(files.pictureCount)} PNG of 224 x 224`,
        ['import', files.pictures, join(folder, 'home')],
      ],
    ]
    const measured = new Map<string, Measurement[]>()
    for (let round = 0; round <= rounds; round++) {
      progress(`round ${round} of ${rounds}${round === 0 ? ' (left out: caches are cold)' : ''}`)
      for (const [what, words] of jobs) {
        const { stdout } = await promisify(execFile)(process.execPath, [OURS, ...words])
        const measurement = measurementSchema.parse(JSON.parse(stdout))
        if (round > 0) measured.set(what, [...(measured.get(what) ?? []), measurement])
      }
    }
    return asMarkdown(await describeMachine(), rounds, measured)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function asMarkdown(
  machine: string,
  rounds: number,
  measured: ReadonlyMap<string, readonly Measurement[]>,
): string {
  const rows = [...measured].map(([what, measurements]) => {
    const ms = spread(measurements.map((measurement) => measurement.ms))
    const peak = spread(measurements.map(({ peakBytes }) => peakBytes / 1e6))
    const range = `${ms.least.toFixed(0)} to ${ms.most.toFixed(0)}`
    return `| ${what} | ${ms.median.toFixed(0)} | ${range} | ${peak.most.toFixed(0)} |`
  })
  return [
    `${machine}, ${rounds} rounds in turns; each in a process of its own, drawn images.`,
    '',
    '| work | ms (median) | least to most | most memory of the process, MB |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}
