import type { DatasetEntry } from '../../../src-preload/contract/bridge/dataset-requests'
import { datasetEntries, folderEntries } from '../../core/datasets/dataset-entries'
import { isDatasetName, isDatasetPath } from '../../core/datasets/dataset-folder'
import { GlyphlabError } from '../../core/errors'

/** The data sets that windows can name: those of the data home, and folders that a dialog of the system gave. */
export class KnownDatasets {
  readonly #folders = new Set<string>()
  /** What was listed as not there yet: it is made when it is first used. */
  #unmade: ReadonlySet<string> = new Set()

  constructor(private readonly home: string) {}

  /** Those outside the data home. */
  get folders(): readonly string[] {
    return [...this.#folders]
  }

  async list(): Promise<DatasetEntry[]> {
    const chosen = await Promise.all(
      [...this.#folders].map((folder) => folderEntries(folder).catch(() => [])),
    )
    const entries = [...(await datasetEntries(this.home)), ...chosen.flat()]
    this.#unmade = new Set(entries.flatMap(({ source, isThere }) => (isThere ? [] : [source])))
    return entries
  }

  /** Whether the last list is out of date, now that a data set was read. */
  isNews(source: string): boolean {
    const isNews = this.#unmade.has(source)
    if (isNews) this.#unmade = new Set()
    return isNews
  }

  /**
   * Takes in a folder that the user chose, and answers its first split.
   * @throws GlyphlabError `dataset-missing` where it holds no data set
   */
  async add(folder: string): Promise<DatasetEntry> {
    const [first] = await folderEntries(folder)
    this.#folders.add(folder)
    return first
  }

  /**
   * Refuses a path that the user did not choose: a window, or what has got into one, reads no folders of its
   * own choice.
   * @throws GlyphlabError `dataset-missing`
   */
  require(source: string): void {
    if (isDatasetName(source) || this.#folders.has(source)) return
    if (!isDatasetPath(source))
      throw new GlyphlabError('dataset-missing', `there is no data set ${source}`)
    throw new GlyphlabError(
      'dataset-missing',
      `${source} was not chosen since Glyphlab was opened`,
      'Choose the folder again.',
    )
  }
}
