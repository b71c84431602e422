import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { bitsOfRun } from '../../src-main/core/runs/made-runs.test-helper'
import { buildWithFaultPoints } from './fault-build'
import { makeSmallDataset } from './small-dataset'

const OUT = fileURLToPath(new URL('../../out', import.meta.url))

/** Three epochs of 14 steps, which take about a second. */
const TRAINING = ['--model', 'tiny', '--batch-size', '32', '--epochs', '3', '--no-augmentation']

const listSchema = z.object({
  runs: z.array(z.object({ folder: z.string(), status: z.string() })),
  unreadable: z.array(z.unknown()),
})

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/**
 * Trains small runs by a build that can be killed at any file operation, and compares what `resume` makes
 * of them with a run that nobody disturbed.
 */
export class KillBench {
  private constructor(
    private readonly cli: string,
    private readonly folder: string,
    /** Every file operation of an undisturbed run, such as `rename last.safetensors`. */
    readonly operations: readonly string[],
    private readonly undisturbed: Awaited<ReturnType<typeof bitsOfRun>>,
  ) {}

  /** Removes the build; the runs are the caller's. */
  async close(): Promise<void> {
    await rm(join(this.cli, '..', '..'), { recursive: true })
  }

  static async open(folder: string): Promise<KillBench> {
    // Within the checkout, since the build finds its packages from there.
    const cli = await buildWithFaultPoints(join(OUT, `faults-${process.pid}`))
    await makeSmallDataset(join(folder, 'made'))
    const trace = join(folder, 'trace.txt')
    const bench = new KillBench(cli, folder, [], { last: {}, best: {}, metrics: '' })
    const ended = await bench.train('undisturbed', { GLYPHLAB_FAULT_TRACE: trace })
    expect(ended).toMatchObject({ status: 0 })
    const operations = (await readFile(trace, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) =>
        line.replace(/\.[\w-]+\.\d+\.tmp$/, '').replace(/\d{8}-\d{6}-tiny-\w{4}/, '<run>'),
      )
    const [run] = await bench.listed('undisturbed')
    return new KillBench(cli, folder, operations, await bitsOfRun(run?.folder ?? ''))
  }

  /** The instants of operations of one kind, counted from 1, as `killAt` takes them. */
  instantsOf(operation: string): number[] {
    return this.operations.flatMap((name, index) => (name === operation ? [index + 1] : []))
  }

  async train(name: string, variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const runs = this.runsFolder(name)
    await mkdir(runs, { recursive: true })
    const words = ['train', '--dataset', join(this.folder, 'made'), '--runs', runs, ...TRAINING]
    return this.#run(words, variables)
  }

  /** Ends the run at an instant, then checks that its folder can be read; answers whether it is there. */
  async killAt(name: string, instant: number): Promise<boolean> {
    const ended = await this.train(name, { GLYPHLAB_KILL_AT: String(instant) })
    expect(ended).toMatchObject({ status: null, signal: 'SIGKILL' })
    return (await this.listed(name)).length > 0
  }

  /** Ends the run after a time, wherever it then is. */
  async killAfter(name: string, ms: number): Promise<boolean> {
    const runs = this.runsFolder(name)
    await mkdir(runs, { recursive: true })
    const words = ['train', '--dataset', join(this.folder, 'made'), '--runs', runs, ...TRAINING]
    const child = spawn(process.execPath, [this.cli, ...words], { stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), ms)
    await once(child, 'exit')
    clearTimeout(timer)
    return (await this.listed(name)).length > 0
  }

  async resume(name: string, variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.#run(['resume', 'last', '--runs', this.runsFolder(name)], variables)
  }

  /** Resumes, and compares every bit with the undisturbed run. */
  async resumeAndCompare(name: string): Promise<void> {
    const [before] = await this.listed(name)
    const isCutShort = before?.status !== 'finished'
    if (isCutShort) expect(await this.resume(name)).toMatchObject({ status: 0 })
    const [run, ...others] = await this.listed(name)
    expect(others).toEqual([])
    expect(run?.status).toBe('finished')
    const folder = run?.folder ?? ''
    expect(await bitsOfRun(folder)).toEqual(this.undisturbed)
    const left = await readdir(folder, { recursive: true })
    // Where the kill came after the very last write, its lock is left for the next process to break.
    const leftover = isCutShort ? /\.tmp$|\.lock/ : /\.tmp$/
    expect(left.filter((file) => leftover.test(file))).toEqual([])
  }

  /** The runs of a folder; none of them may be unreadable. */
  async listed(name: string) {
    const words = ['runs', '--json', '--runs', this.runsFolder(name)]
    const { stdout } = await promisify(execFile)(process.execPath, [this.cli, ...words])
    const { runs, unreadable } = listSchema.parse(JSON.parse(stdout))
    expect(unreadable).toEqual([])
    return runs
  }

  runsFolder(name: string): string {
    return join(this.folder, name)
  }

  async #run(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<Ended> {
    const child = spawn(process.execPath, [this.cli, ...words], {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    await once(child, 'close')
    return { status: child.exitCode, signal: child.signalCode, stderr }
  }
}

/** A bench for the tests of a file, in a folder that is gone after them. */
export function useKillBench(): () => KillBench {
  let folder = ''
  let bench: KillBench | undefined
  const opened = (): KillBench => {
    if (!bench) throw new Error('only within a test')
    return bench
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-kill-'))
    bench = await KillBench.open(folder)
  })
  afterAll(async () => {
    await opened().close()
    await rm(folder, { recursive: true })
  })
  return opened
}
