import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runRecordSchema } from '../../src-preload/contract/run'

/** Copies the only run of a data home until there are so many, each with a time, a seed and a figure of its own. */
export async function makeManyRuns(home: string, count: number): Promise<void> {
  const runs = join(home, 'runs')
  const [first = ''] = await readdir(runs)
  const text = await readFile(join(runs, first, 'run.json'), 'utf8')
  const record = runRecordSchema.parse(JSON.parse(text))
  const { description, result } = record
  for (let number = 1; number < count; number++) {
    const id = `20260101-000000-tiny-${String(number).padStart(4, '0')}`
    const folder = join(runs, id)
    await cp(join(runs, first), folder, { recursive: true })
    const accuracy = 0.5 + 0.4 * ((number * 0.618034) % 1)
    await writeFile(
      join(folder, 'run.json'),
      JSON.stringify({
        ...record,
        id,
        startedAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
        description: {
          ...description,
          configuration: { ...description.configuration, seed: number },
        },
        result: result && { ...result, validation: { ...result.validation, accuracy } },
      }),
    )
  }
}
