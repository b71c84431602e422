import { listRuns, type ListedRun } from './list-runs'

/** The runs that were begun with a data set known by one of these names or folders, the latest first. */
export async function runsOfDataset(
  runsFolder: string,
  sources: readonly string[],
): Promise<ListedRun[]> {
  const runs = await listRuns(runsFolder)
  return runs.filter((run) => run.ok).filter(({ record }) => sources.includes(record.datasetSource))
}
