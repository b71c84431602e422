import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import {
  measurementRefSchema,
  type ListedMeasurement,
  type MeasurementRef,
  type NamedNetwork,
} from '../../../src-preload/contract/measurement'
import { runIdSchema, runNotesSchema, type RunId } from '../../../src-preload/contract/run'
import { fileStamp } from '../files/file-stamp'
import { KeptReadings } from '../files/kept-readings'
import { namesIn } from '../files/names-in'
import { runPaths, type RunPaths } from '../runs/run-folder'
import { readJsonFile } from '../runs/read-json'
import type { TestMeasurements } from '../runs/test-measurements'
import { answersTitle } from './answers-file'
import { measuredName, readNamedNetwork, type NameSources } from './measured-name'
import { measurementFiles, predictionsFolder, REPORT_SUFFIX } from './measurement-files'
import { measurementSummarySchema, type MeasurementSummary } from './measurement-summary'

/** A measurement, and what of it is not in its file. */
interface IndexedMeasurement {
  readonly summary: MeasurementSummary
  /** Of the file of predictions made elsewhere; null for a run's. */
  readonly title: string | null
  readonly hasPredictions: boolean
}

type OfRun = Pick<NameSources, 'runName' | 'network'>
const OF_NO_RUN: OfRun = { runName: '', network: null }

/** Many times what a data home holds. */
const MOST_KEPT = 50_000

/** Every measurement of a data home: those of its runs, and those of predictions made elsewhere. */
export class MeasurementIndex {
  readonly #reports = new KeptReadings<IndexedMeasurement | null>(MOST_KEPT)
  readonly #names = new KeptReadings<string>(MOST_KEPT)
  readonly #networks = new KeptReadings<NamedNetwork | null>(MOST_KEPT)

  /** The latest first; a file that cannot be read is left out. */
  async list(home: string): Promise<ListedMeasurement[]> {
    const found = await this.#all(home)
    const listed = found.map(([ref, { summary, title, hasPredictions }, ofRun]) => {
      const { dataset, part, seed, measuredAt, model, classes, count, accuracy, interval } = summary
      return {
        ref,
        called: measuredName(ref, { ...ofRun, title, model }),
        ...{ dataset, part, seed, measuredAt, classes, images: count, accuracy, interval },
        hasPredictions,
      }
    })
    return listed.sort((a, b) => b.measuredAt.localeCompare(a.measuredAt))
  }

  /** The same for windows. @param known the stamp of a list that the asker has */
  async listUnlessKnown(home: string, known: string | null): Promise<Result<'measurements.list'>> {
    const measurements = await this.list(home)
    const stamp = createHash('sha256').update(JSON.stringify(measurements)).digest('base64url')
    return stamp === known ? { kind: 'unchanged' } : { kind: 'list', stamp, measurements }
  }

  /** How often the test part of a data set has been looked at, by all runs. */
  async testMeasured(home: string, fingerprint: string): Promise<TestMeasurements> {
    const of = (await this.#all(home)).filter(
      ([{ run }, { summary }]) =>
        run !== null && summary.part === 'test' && summary.dataset.fingerprint === fingerprint,
    )
    return {
      runs: new Set(of.map(([{ run }]) => run)).size,
      times: of.reduce((sum, [, { summary }]) => sum + summary.measurements, 0),
    }
  }

  /** Each with what its run is called by. */
  async #all(
    home: string,
  ): Promise<readonly (readonly [MeasurementRef, IndexedMeasurement, OfRun])[]> {
    const runsFolder = join(home, 'runs')
    const runs = (await namesIn(runsFolder)).flatMap(
      (name) => runIdSchema.safeParse(name).data ?? [],
    )
    const all = [
      this.#inFolder(predictionsFolder(home), null, OF_NO_RUN),
      ...runs.map(async (run) => {
        const paths = runPaths(join(runsFolder, run))
        return this.#inFolder(paths.evaluations, run, await this.#ofRun(paths))
      }),
    ]
    return (await Promise.all(all)).flat()
  }

  async #inFolder(folder: string, run: RunId | null, ofRun: OfRun) {
    // One folder that may not be read, say, is not to hide all others.
    const names = await namesIn(folder).catch(() => [])
    const found = names.map(async (fileName) => {
      if (!fileName.endsWith(REPORT_SUFFIX)) return null
      const file = fileName.slice(0, -REPORT_SUFFIX.length)
      const ref = measurementRefSchema.safeParse({ run, file })
      const indexed = ref.success ? await this.#indexed(folder, ref.data) : null
      return ref.success && indexed ? ([ref.data, indexed, ofRun] as const) : null
    })
    return (await Promise.all(found)).filter((measurement) => measurement !== null)
  }

  #indexed(folder: string, ref: MeasurementRef): Promise<IndexedMeasurement | null> {
    const { report, answers } = measurementFiles(folder, ref.file)
    // Taken before they are read: what is changed meanwhile is found the next time.
    const stamp = `${fileStamp(report)} ${fileStamp(answers)}`
    return this.#reports.of(report, stamp, async () => {
      const summary = orNull(() => readJsonFile(report, measurementSummarySchema))
      // What lies among predictions is of no run, whatever it says, and the other way round.
      if (summary === null || (summary.run === null) !== (ref.run === null)) return null
      const kept = await answersTitle(answers, summary)
      return { summary, title: kept?.title ?? null, hasPredictions: kept !== null }
    })
  }

  async #ofRun(paths: RunPaths): Promise<OfRun> {
    const runName = await this.#nameOf(paths.notes)
    return { runName, network: await this.#networkOf(paths.record) }
  }

  #networkOf(record: string): Promise<NamedNetwork | null> {
    const stamp = fileStamp(record)
    if (stamp === null) return Promise.resolve(null)
    return this.#networks.of(record, stamp, () => orNull(() => readNamedNetwork(record)))
  }

  #nameOf(notes: string): Promise<string> {
    const stamp = fileStamp(notes)
    if (stamp === null) return Promise.resolve('')
    return this.#names.of(
      notes,
      stamp,
      () => orNull(() => readJsonFile(notes, runNotesSchema))?.name ?? '',
    )
  }
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
