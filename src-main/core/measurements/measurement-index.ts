import { join } from 'node:path'
import {
  measurementRefSchema,
  type ListedMeasurement,
  type MeasurementRef,
} from '../../../src-preload/contract/measurement'
import { runIdSchema, runNotesSchema, type RunId } from '../../../src-preload/contract/run'
import { fileStamp } from '../files/file-stamp'
import { KeptReadings } from '../files/kept-readings'
import { namesIn } from '../files/names-in'
import { runPaths } from '../runs/run-folder'
import { readJsonFile } from '../runs/read-json'
import type { TestMeasurements } from '../runs/test-measurements'
import { answersTitle } from './answers-file'
import { measurementFiles, predictionsFolder, REPORT_SUFFIX } from './measurement-files'
import { measurementSummarySchema, type MeasurementSummary } from './measurement-summary'

/** A measurement, and what of it is not in its file. */
interface IndexedMeasurement {
  readonly summary: MeasurementSummary
  /** Of the file of predictions made elsewhere; null for a run's. */
  readonly title: string | null
  readonly hasPredictions: boolean
}

/** Many times what a data home holds. */
const MOST_KEPT = 50_000

/** Every measurement of a data home: those of its runs, and those of predictions made elsewhere. */
export class MeasurementIndex {
  readonly #reports = new KeptReadings<IndexedMeasurement | null>(MOST_KEPT)
  readonly #names = new KeptReadings<string>(MOST_KEPT)

  /** The latest first; a file that cannot be read is left out. */
  async list(home: string): Promise<ListedMeasurement[]> {
    const found = await this.#all(home)
    const listed = found.map(([ref, { summary, title, hasPredictions }, name]) => {
      const { dataset, part, seed, measuredAt, model, classes, count, accuracy, interval } = summary
      return {
        ref,
        title: name || (title ?? (ref.run === null ? ref.file : (model ?? ref.run))),
        ...{ dataset, part, seed, measuredAt, classes, images: count, accuracy, interval },
        hasPredictions,
      }
    })
    return listed.sort((a, b) => b.measuredAt.localeCompare(a.measuredAt))
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

  /** Each with the name that the user gave the run; empty where there is none. */
  async #all(
    home: string,
  ): Promise<readonly (readonly [MeasurementRef, IndexedMeasurement, string])[]> {
    const runsFolder = join(home, 'runs')
    const runs = (await namesIn(runsFolder)).flatMap(
      (name) => runIdSchema.safeParse(name).data ?? [],
    )
    const all = [
      this.#inFolder(predictionsFolder(home), null, ''),
      ...runs.map(async (run) => {
        const { evaluations, notes } = runPaths(join(runsFolder, run))
        return this.#inFolder(evaluations, run, await this.#nameOf(notes))
      }),
    ]
    return (await Promise.all(all)).flat()
  }

  async #inFolder(folder: string, run: RunId | null, name: string) {
    // One folder that may not be read, say, is not to hide all others.
    const names = await namesIn(folder).catch(() => [])
    const found = names.map(async (fileName) => {
      if (!fileName.endsWith(REPORT_SUFFIX)) return null
      const file = fileName.slice(0, -REPORT_SUFFIX.length)
      const ref = measurementRefSchema.safeParse({ run, file })
      const indexed = ref.success ? await this.#indexed(folder, ref.data) : null
      return ref.success && indexed ? ([ref.data, indexed, name] as const) : null
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
