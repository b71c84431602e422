import { basename, dirname, join } from 'node:path'
import { Command } from 'commander'
import { runIdSchema, type RunId } from '../../src-preload/contract/run'
import { dataHome } from '../core/data-home'
import { GlyphlabError } from '../core/errors'
import { findRun } from '../core/runs/find-run'
import { listTrash } from '../core/runs/list-trash'
import { deleteRun, restoreRun } from '../core/runs/trash'
import type { RegisterCommand } from './command'
import { asTyped } from './paths'

/** `runs delete` and `runs restore`: of the data home alone, since it is where the trash is. */
export const registerRunsDelete: RegisterCommand = (runs, { printer }) => {
  const remove = new Command('delete')
    .description('move runs to the trash of the data home')
    .argument('<run...>', 'their names, or the ends of them; `last` is the latest')
  runs.addCommand(remove.copyInheritedSettings(runs))
  remove.action(async (words: readonly string[]) => {
    const home = dataHome()
    // All are found before the first goes: `last` is another one by then.
    const found = await Promise.all(words.map((word) => runOfHome(home, word)))
    const deleted = [...new Set(found)]
    for (const run of deleted) await deleteRun(home, run)
    printer.result({ deleted }, () => deleted.map((run) => `deleted ${run}`).join('\n'))
  })

  const restore = new Command('restore')
    .description('bring runs back from the trash')
    .argument('<run...>', 'their names, or the ends of them')
  runs.addCommand(restore.copyInheritedSettings(runs))
  restore.action(async (words: readonly string[]) => {
    const home = dataHome()
    const restored = [...new Set(await deletedCalled(home, words))]
    for (const run of restored) await restoreRun(home, run)
    printer.result({ restored }, () => restored.map((run) => `restored ${run}`).join('\n'))
  })
}

async function runOfHome(home: string, word: string): Promise<RunId> {
  const runsFolder = join(home, 'runs')
  const folder = await findRun(runsFolder, word, asTyped('.'))
  if (dirname(folder) === runsFolder) return runId(basename(folder))
  throw new GlyphlabError(
    'usage',
    `${folder} is not in the data home, and has no trash there`,
    'Remove the folder by hand.',
  )
}

/** @throws GlyphlabError `run-missing`, with what there is, where none or several are called so */
async function deletedCalled(home: string, words: readonly string[]): Promise<RunId[]> {
  const deleted = (await listTrash(home)).map(({ run }) => run)
  return words.map((word) => {
    const whole = deleted.find((run) => run === word)
    const [found, ...others] = whole ? [whole] : deleted.filter((run) => run.endsWith(word))
    if (found !== undefined && others.length === 0) return found
    throw new GlyphlabError(
      'run-missing',
      found === undefined
        ? `there is no run ${word} in the trash`
        : `several runs in the trash end in ${word}`,
      deleted.length === 0 ? 'It is empty.' : `There are: ${deleted.join(', ')}.`,
    )
  })
}

function runId(name: string): RunId {
  const { data } = runIdSchema.safeParse(name)
  if (data === undefined) throw new GlyphlabError('run-missing', `no run can be called ${name}`)
  return data
}
