import { spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { z } from 'zod'
import { connectionsPath } from '../../src-main/core/connections/ledger'
import type { GetTask } from '../../src-main/core/datasets/get/fixtures/get-made'
import type { MadePublication } from '../../src-main/core/datasets/get/made-emnist.test-helper'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CHILD = 'src-main/core/datasets/get/fixtures/get-made.ts'

const saidSchema = z.union([
  z.object({ phase: z.string() }),
  z.object({ wasThere: z.boolean() }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) }),
])

export interface GetEnded {
  readonly signal: NodeJS.Signals | null
  /** The last it said: how it ended, or where it was when it was killed. */
  readonly said: z.infer<typeof saidSchema> | undefined
  readonly stderr: string
}

/** A process that fetches. */
export interface RunningGet {
  /** Resolves when it says that it has come to a phase. */
  reached(phase: string): Promise<void>
  kill(): void
  readonly ended: Promise<GetEnded>
}

/** Fetches made data sets in processes that can be killed at any file operation. */
export class GetBench implements AsyncDisposable {
  private constructor(private readonly folder: string) {}

  static async open(): Promise<GetBench> {
    const folder = join(ROOT, 'out', `get-${process.pid}`)
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      define: { GLYPHLAB_FAULT_POINTS: 'true' },
      ssr: { noExternal: true },
      build: {
        ssr: CHILD,
        outDir: folder,
        rolldownOptions: { output: { entryFileNames: 'get-made.mjs' } },
      },
    })
    return new GetBench(folder)
  }

  start(task: GetTask, variables: NodeJS.ProcessEnv = {}): RunningGet {
    const child = spawn(process.execPath, [join(this.folder, 'get-made.mjs')], {
      env: { ...process.env, ...variables, GLYPHLAB_GET_TASK: JSON.stringify(task) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return {
      async reached(phase) {
        let said = ''
        for await (const [piece] of on(child.stdout, 'data')) {
          said += String(piece)
          if (said.includes(JSON.stringify({ phase }))) return
        }
      },
      kill: () => child.kill('SIGKILL'),
      ended: output.then(([stdout, stderr]) => {
        const last = stdout.trimEnd().split('\n').at(-1) ?? ''
        const said = last === '' ? undefined : saidSchema.parse(JSON.parse(last))
        return { signal: child.signalCode, said, stderr }
      }),
    }
  }

  async get(task: GetTask, variables: NodeJS.ProcessEnv = {}): Promise<GetEnded> {
    return this.start(task, variables).ended
  }

  /** Every file operation of a fetch that nobody disturbs, such as `rename emnist-made-….gz`. */
  async operationsOf(task: GetTask): Promise<readonly string[]> {
    const trace = join(this.folder, 'trace.txt')
    await rm(trace, { force: true })
    await this.get(task, { GLYPHLAB_FAULT_TRACE: trace })
    return (await readFile(trace, 'utf8')).trimEnd().split('\n')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }
}

/** All names below the home, and whether the data set is whole and the very bytes. */
export async function stateOf(
  home: string,
  { files }: MadePublication,
): Promise<{ readonly names: readonly string[]; readonly isWhole: boolean }> {
  // The list of connections is not told: it grows by each try.
  const all = await readdir(home, { recursive: true })
  const names = all.filter((name) => name !== basename(connectionsPath(home))).sort()
  const folder = join(home, 'datasets', 'emnist-made')
  const same = Object.entries(files).map(async ([name, content]) =>
    readFile(join(folder, name)).then(
      (found) => found.equals(content),
      () => false,
    ),
  )
  return { names, isWhole: (await Promise.all(same)).every(Boolean) }
}

/** What is below the home once all is done: nothing but the data set. */
export function wholeHome({ files }: MadePublication): readonly string[] {
  const inside = ['dataset.json', 'emnist-made-mapping.txt', ...Object.keys(files)]
  return [
    'datasets',
    'datasets/emnist-made',
    ...inside.map((name) => `datasets/emnist-made/${name}`),
    'downloads',
  ].sort()
}
