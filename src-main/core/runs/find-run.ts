import { basename, join, resolve, sep } from 'node:path'
import { GlyphlabError } from '../errors'
import { isFolder } from '../files/is-folder'
import { listRuns } from './list-runs'

/**
 * The folder of the run that a word names: a path, a run's id, the beginning or the end of one, or `last`.
 * @throws GlyphlabError `run-missing`, listing what the word could mean
 */
export async function findRun(runsFolder: string, word: string, base: string): Promise<string> {
  if (word.includes(sep) || word.includes('/')) return resolve(base, word)
  if (await isFolder(join(runsFolder, word))) return join(runsFolder, word)
  const runs = await listRuns(runsFolder)
  const latest = runs.find((run) => run.ok)
  if (word === 'last' && latest) return latest.folder
  if (runs.length === 0)
    throw new GlyphlabError(
      'run-missing',
      `there are no runs yet in ${runsFolder}`,
      '`glyphlab train` makes one; --runs names another folder of runs.',
    )
  const names = runs.map(({ folder }) => folder)
  const matching = names.filter(
    (folder) => basename(folder).startsWith(word) || basename(folder).endsWith(`-${word}`),
  )
  const [only, ...others] = matching
  if (only !== undefined && others.length === 0) return only
  const problem =
    only === undefined
      ? `there is no run ${word} in ${runsFolder}`
      : `${word} could mean ${matching
          .slice(0, 4)
          .map((folder) => basename(folder))
          .join(', ')}${matching.length > 4 ? ', …' : ''}`
  throw new GlyphlabError('run-missing', problem)
}
