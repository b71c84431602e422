import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bitsOfRun } from '../../src-main/core/runs/made-runs.test-helper'
import { listRuns } from '../../src-main/core/runs/list-runs'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { runGlyphlab, startGlyphlab } from '../run-glyphlab'
import { mayMountDisks, mountSmallDisk, type SmallDisk } from '../small-disk'
import { makeSmallDataset } from './small-dataset'

/** What a checkpoint of the network below comes to, and some of it. */
const PART_OF_A_CHECKPOINT = 60 * 1024

let folder = ''
let disk: SmallDisk
let undisturbed: Awaited<ReturnType<typeof bitsOfRun>>

// Two images a step make enough lines of metrics for several pages within an epoch.
const words = (runs: string) => [
  ...['train', '--dataset', join(folder, 'made'), '--runs', runs],
  ...['--model', 'tiny', '--batch-size', '2', '--epochs', '2', '--no-augmentation'],
]

/** Takes all room but some bytes. */
async function fillDisk(bytesLeft: number): Promise<string> {
  const filler = join(disk.folder, 'filler')
  const { bavail, bsize } = await statfs(disk.folder)
  await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)))
  return filler
}

/** Trains until the first epoch has ended, then takes the room; answers how it ended. */
async function trainOnFillingDisk(runs: string, bytesLeft: number) {
  const command = startGlyphlab([...words(runs), '--json'])
  let filling: Promise<string> | undefined
  command.child.stdout.on('data', (text: Buffer) => {
    if (filling === undefined && text.includes('"type":"epoch"')) filling = fillDisk(bytesLeft)
  })
  const result = await command.result
  return { result, filler: await filling }
}

describe.skipIf(!mayMountDisks())('a disk that fills up', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-full-'))
    disk = mountSmallDisk('3m')
    await makeSmallDataset(join(folder, 'made'))
    const runs = join(folder, 'undisturbed')
    expect(await runGlyphlab(words(runs))).toMatchObject({ status: 0 })
    const [run] = await listRuns(runs)
    undisturbed = await bitsOfRun(run?.folder ?? '')
  })
  afterAll(async () => {
    disk[Symbol.dispose]()
    await rm(folder, { recursive: true })
  })

  test.each([
    ['in the midst of an epoch', 0],
    ['in the midst of a checkpoint', PART_OF_A_CHECKPOINT],
  ])(
    '%s stops the run with a clear line, and it resumes once there is room',
    async (name, left) => {
      const runs = join(disk.folder, name.replaceAll(' ', '-'))
      const { result, filler } = await trainOnFillingDisk(runs, left)
      expect(result.status).toBe(1)
      const [last] = result.stderr.trimEnd().split('\n').slice(-1)
      expect(last).toMatch(/^glyphlab: no space is left to write .+\. Free some space and run/)
      expect(result.stderr).toContain('go on with: glyphlab resume ')

      const [found] = await listRuns(runs)
      if (!found?.ok) throw new Error('the run cannot be read')
      expect(found.epochsDone).toBeGreaterThanOrEqual(1)
      const before = await readFile(runPaths(found.folder).best)
      expect(before.length).toBeGreaterThan(1000)

      await rm(filler ?? '')
      const resumed = await runGlyphlab(['resume', 'last', '--runs', runs])
      expect(resumed).toMatchObject({ status: 0 })
      expect(await bitsOfRun(found.folder)).toEqual(undisturbed)
      await rm(runs, { recursive: true })
    },
  )
})
