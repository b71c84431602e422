import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import fc, { type Arbitrary } from 'fast-check'
import { expect } from 'vitest'
import { runIdSchema } from '../../src-preload/contract/run'
import { runCommand } from '../../src-main/command-line/run-command.test-helper'
import { registerRuns } from '../../src-main/command-line/runs'
import { GlyphlabError } from '../../src-main/core/errors'
import { MeasurementIndex } from '../../src-main/core/measurements/measurement-index'
import { MeasurementReader } from '../../src-main/core/measurements/measurement-reader'
import { openMeasurement } from '../../src-main/core/measurements/open-measurement'
import { lastMetadataSchema, readCheckpoint } from '../../src-main/core/runs/checkpoint'
import { KeptRuns } from '../../src-main/core/runs/kept-runs'
import { loadNetwork } from '../../src-main/core/runs/load-network'
import { exportRun } from '../../src-main/core/runs/portable/export-run'
import { importRun } from '../../src-main/core/runs/portable/import-run'
import {
  framedRun,
  makeWholeRun,
} from '../../src-main/core/runs/portable/made-whole-run.test-helper'
import { KeptEpochs } from '../../src-main/core/runs/read-epochs'
import { readMetrics } from '../../src-main/core/runs/read-metrics'
import { recallByEpoch } from '../../src-main/core/runs/recall-by-epoch'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { archiveMutation, entryName, mutationOf, type Mutation } from './mutations'

const RUN = runIdSchema.parse('20260101-000000-tiny-aaaa')

/** What a run came to that somebody has tampered with. */
type Fuzzed =
  /** Its folder, in the data home. */
  | { readonly kind: 'folder'; readonly files: readonly FuzzedFile[] }
  /** An archive whose frame and checksums are right. */
  | {
      readonly kind: 'content'
      readonly files: readonly FuzzedFile[]
      readonly names: readonly string[]
    }
  /** An archive of which some bytes are others. */
  | { readonly kind: 'archive'; readonly mutation: Mutation }
interface FuzzedFile {
  readonly path: string
  readonly mutation: Mutation
}

/** How often what came about: a fuzz that is refused at the door each time shows nothing. */
export interface Tally {
  imported: number
  refused: number
  exported: number
  slowestMs: number
}

/** A data home two folders deep in one of our own: what is written beside it is seen. */
export class FuzzedRuns implements AsyncDisposable {
  readonly tally: Tally = { imported: 0, refused: 0, exported: 0, slowestMs: 0 }

  private constructor(
    private readonly outer: string,
    private readonly whole: Readonly<Record<string, Buffer>>,
  ) {}

  static async open(): Promise<FuzzedRuns> {
    const outer = await mkdtemp(join(tmpdir(), 'glyphlab-fuzzed-runs-'))
    const run = await makeWholeRun(join(outer, 'made'), RUN)
    const entries = await readdir(run, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(run, join(parentPath, name)).replaceAll('\\', '/'))
    const read = paths.sort().map(async (path) => [path, await readFile(join(run, path))] as const)
    const whole = Object.fromEntries(await Promise.all(read))
    await rm(join(outer, 'made'), { recursive: true })
    return new FuzzedRuns(outer, whole)
  }

  /** @param numRuns how many; each differs from the others, and is the same each time */
  async check(numRuns: number): Promise<void> {
    const property = fc.asyncProperty(this.#fuzzed(), (fuzzed) => this.#checkOne(fuzzed))
    await fc.assert(property, { numRuns, seed: 20_260_101, endOnFailure: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.outer, { recursive: true, force: true })
  }

  #fuzzed(): Arbitrary<Fuzzed> {
    const file = fc
      .constantFrom(...Object.keys(this.whole))
      .chain((path) => mutationOf(path).map((mutation): FuzzedFile => ({ path, mutation })))
    const files = fc.array(file, { minLength: 1, maxLength: 3 })
    const folder = fc.record({ kind: fc.constant('folder' as const), files })
    const archive = fc.record({ kind: fc.constant('archive' as const), mutation: archiveMutation })
    const content = fc.record({
      kind: fc.constant('content' as const),
      files,
      names: fc.oneof(
        { arbitrary: fc.constant([]), weight: 4 },
        fc.array(entryName, { minLength: 1, maxLength: 2 }),
      ),
    })
    return fc.oneof(
      { arbitrary: folder, weight: 4 },
      { arbitrary: content, weight: 4 },
      { arbitrary: archive, weight: 2 },
    )
  }

  async #checkOne(fuzzed: Fuzzed): Promise<void> {
    const began = process.cpuUsage()
    const home = join(this.outer, 'inner', 'home')
    await mkdir(join(home, 'runs'), { recursive: true })
    if (fuzzed.kind === 'folder') await this.#checkFolder(home, fuzzed.files)
    else await this.#checkArchive(home, this.#archiveOf(fuzzed))
    expect(await readdir(this.outer)).toEqual(['inner'])
    for (const name of await readdir(join(this.outer, 'inner')))
      expect(['home', 'run.glyphlab', 'again']).toContain(name)
    expect(await readdir(home)).toEqual(['runs'])
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('polluted' in {}).toBe(false)
    await rm(join(this.outer, 'inner'), { recursive: true })
    // Of the processor: others may keep it busy.
    const { user, system } = process.cpuUsage(began)
    this.tally.slowestMs = Math.max(this.tally.slowestMs, (user + system) / 1000)
  }

  #archiveOf(fuzzed: Exclude<Fuzzed, { readonly kind: 'folder' }>): Buffer {
    if (fuzzed.kind === 'archive') return fuzzed.mutation(framedRun(RUN, this.whole))
    const extra = fuzzed.names.map((name) => [name, '{}'] as const)
    return framedRun(RUN, { ...this.#changed(fuzzed.files), ...Object.fromEntries(extra) })
  }

  #changed(files: readonly FuzzedFile[]): Readonly<Record<string, Buffer>> {
    const changed = { ...this.whole }
    for (const { path, mutation } of files)
      changed[path] = mutation(this.whole[path] ?? Buffer.alloc(0))
    return changed
  }

  /** A run in the data home is read, shown and exported, or refused; what was exported can be taken in. */
  async #checkFolder(home: string, files: readonly FuzzedFile[]): Promise<void> {
    const folder = join(home, 'runs', RUN)
    for (const [path, content] of Object.entries(this.#changed(files))) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    await readAll(home, folder)
    const file = join(this.outer, 'inner', 'run.glyphlab')
    if ((await orRefused(() => exportRun(folder, file))) === null) return
    this.tally.exported += 1
    const again = join(this.outer, 'inner', 'again')
    expect(await importRun(file, again)).toMatchObject({ kind: 'imported' })
  }

  /** An archive is taken in, and reads like any run, or is refused, and nothing stays. */
  async #checkArchive(home: string, archive: Buffer): Promise<void> {
    const file = join(this.outer, 'inner', 'run.glyphlab')
    await writeFile(file, archive)
    const imported = await orRefused(() => importRun(file, join(home, 'runs')))
    if (imported === null) {
      this.tally.refused += 1
      expect(await readdir(join(home, 'runs'))).toEqual([])
      return
    }
    this.tally.imported += 1
    expect(await readdir(join(home, 'runs'))).toEqual([imported.run])
    await readAll(home, imported.folder)
    // What was let in opens: nothing of it is refused later.
    const list = await new KeptRuns().list(join(home, 'runs'), null)
    expect(list).toMatchObject({ runs: [{ run: imported.run }], unreadable: [] })
  }
}

/** All that is ever read of a run's folder. */
async function readAll(home: string, folder: string): Promise<void> {
  const index = new MeasurementIndex()
  const reader = new MeasurementReader()
  const ref = { run: RUN, file: 'made-test' }
  // A list shows what it can, whatever lies there.
  await new KeptRuns().list(join(home, 'runs'), null)
  await new KeptEpochs().of(folder)
  await index.list(home)
  await orRefused(() => readMetrics(folder, RUN))
  await orRefused(() => recallByEpoch(folder))
  await orRefused(() => loadNetwork(folder))
  await orRefused(() => readCheckpoint(runPaths(folder).last, lastMetadataSchema))
  await orRefused(() => openMeasurement(home, ref, { index, reader }))
  for (const words of [
    ['runs', '--runs', join(home, 'runs')],
    ['runs', 'show', folder],
  ]) {
    const { status, stderr } = await runCommand(words, [registerRuns])
    expect([0, 1]).toContain(status)
    expect(stderr).not.toMatch(/internal|This is a fault in Glyphlab/)
  }
}

/** Null where it was refused, as anything may be but by a fault of ours. */
async function orRefused<Value>(work: () => Promise<Value> | Value): Promise<Value | null> {
  try {
    return await work()
  } catch (error) {
    expect(error).toBeInstanceOf(GlyphlabError)
    expect(error).not.toMatchObject({ code: 'internal' })
    expect(error instanceof GlyphlabError && error.message).toMatch(/^.+$/)
    return null
  }
}
