import { constants } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { makeStrokesFolder } from '../../src-main/core/datasets/make-strokes-folder'
import { madeStroke } from '../../src-main/core/sketches/made-sketches.test-helper'
import { namesIn } from '../../src-main/core/files/names-in'
import { findRuntime, runtimeCacheFolder } from '../../src-main/core/tensorflow/runtime'
import { addSmallDataset, makeTestHome, type TestHome } from '../data-home'
import { trainTiny } from '../trained-home'
import { LATEST } from './fuzzed-requests'
import { listingOf } from './watched-folder'
import type { KnownValues } from './values-of-schema'

const FEW = { trainPerClass: 4, testPerClass: 2, seed: 1 } as const

/** A data home with a bit of everything, in a folder of its own with what must stay as it is. */
export interface FuzzedHome extends AsyncDisposable {
  readonly home: TestHome
  readonly known: KnownValues
  /** What there is and no window may touch. */
  readonly paths: readonly string[]
  /** Of everything around the data home. */
  readonly listOutside: () => Promise<readonly string[]>
}

export interface FuzzedHomeOptions {
  /** Runs of the network `tiny`: they are trained first, which takes seconds each. */
  readonly runs: number
  /** Whether TensorFlow is there afterwards. */
  readonly hasRuntime: boolean
}

async function copyRuntime(home: TestHome): Promise<void> {
  const runtime = await findRuntime()
  if (runtime === null) throw new Error('there is no TensorFlow')
  const own = join(runtimeCacheFolder(home.environment), basename(runtime.folder))
  await cp(runtime.folder, own, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

export async function makeFuzzedHome({ runs, hasRuntime }: FuzzedHomeOptions): Promise<FuzzedHome> {
  const around = await mkdtemp(join(tmpdir(), 'glyphlab-fuzzed-'))
  const theirs = join(around, 'theirs')
  await mkdir(join(around, 'user', '.ssh'), { recursive: true })
  await mkdir(join(around, 'temporary'))
  await writeFile(join(around, 'user', '.ssh', 'id'), 'their key')
  await writeFile(join(around, 'user', 'notes.txt'), 'their notes')
  // A data set like ours, which nobody has chosen.
  await writeEmnistFolder(theirs, { classes: 4, ...FEW, gzip: false })

  const home = await makeTestHome(around, runs > 0 || hasRuntime)
  await makeStrokesFolder(join(home.folder, 'datasets', 'strokes'), FEW)
  await addSmallDataset(home, 'small', 20)
  for (let seed = 1; seed <= runs; seed++)
    await trainTiny(home, ['--epochs', '1', '--batch-size', '32', '--seed', String(seed)])
  // The link goes that a home of tests has: what is asked here could remove the user's own TensorFlow.
  await rm(join(home.folder, 'cache'), { recursive: true, force: true })
  if (hasRuntime) await copyRuntime(home)

  const runNames = await namesIn(join(home.folder, 'runs'))
  const files = (
    await Promise.all(
      runNames.map((run) =>
        readdir(join(home.folder, 'runs', run, 'evaluations')).catch((): string[] => []),
      ),
    )
  ).flat()
  const environment = {
    ...home.environment,
    HOME: join(around, 'user'),
    TMPDIR: join(around, 'temporary'),
    XDG_CACHE_HOME: '',
    XDG_CONFIG_HOME: '',
    XDG_DATA_HOME: '',
    // Where there is a Rust, pip asks it for its version, and that writes where it likes.
    RUSTUP_HOME: join(home.folder, 'rustup'),
  }
  return {
    home: { ...home, environment },
    known: {
      run: runNames,
      runs: runNames,
      dataset: ['strokes', 'small', 'my-sketches', 'emnist-balanced', theirs],
      split: [null, 'balanced', 'letters'],
      file: [...new Set(files)],
      job: [LATEST.job],
      sketch: [LATEST.sketch],
      sketches: [LATEST.sketch],
      handedOver: [LATEST.handedOver],
      strokes: [[1], [2, 3], [4, 5, 6]].map((seeds) => seeds.map(madeStroke)),
    },
    paths: [theirs, join(around, 'user', 'notes.txt'), '../theirs', '../../user/notes.txt'],
    listOutside: async () => {
      // Files come and go in the temporary folder; none stays.
      const usual = [' ', 'temporary ', home.folder.slice(around.length + 1)]
      const isUsual = (line: string) => usual.some((start) => line.startsWith(start))
      return (await listingOf(around)).filter((line) => !isUsual(line))
    },
    [Symbol.asyncDispose]: () => rm(around, { recursive: true, force: true, maxRetries: 5 }),
  }
}
