import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { findRun } from '../core/runs/find-run'
import { asTyped } from './paths'

const runsFlagSchema = z.looseObject({ runs: z.string().optional() })

export function addRunsOption(command: Command): void {
  command.option('--runs <folder>', 'the folder of all runs (`runs` in the data home)')
}

/** What a command's argument for a run may be; see {@link namedRun}. */
export const RUN_WORD = 'its name, the end of it, or its folder; `last` is the latest'

/** The folder of all runs. */
export function runsFolder(flags: unknown): string {
  const { runs } = runsFlagSchema.parse(flags)
  return runs === undefined ? join(dataHome(), 'runs') : asTyped(runs)
}

/**
 * The folder of the run that a word names.
 * @throws GlyphlabError `run-missing`
 */
export async function namedRun(word: string, flags: unknown): Promise<string> {
  return findRun(runsFolder(flags), word, asTyped('.'))
}
