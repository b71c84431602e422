import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type { RunId } from '../../../src-preload/contract/run'
import type { RunItem } from '../../stores/run-items'
import type { Strings } from '../../strings/strings'
import { networkName, runTitle } from '../train/run-words'

/** What the user calls a run, or else its network. */
export function runName(
  strings: Strings,
  { name, description }: Pick<RunEntry, 'name' | 'description'>,
): string {
  return name.trim() === '' ? runTitle(strings, description.configuration) : name
}

/** For the end of a line: what the user calls it, or else what tells it from others of its network. */
export function shortName(strings: Strings, item: RunItem): string {
  const { name, run, description } = item.entry
  const network = networkName(strings, description.configuration)
  const words = name.trim() === '' ? `${network} ${runMark(run)}` : name
  return item.kind === 'group' ? strings.runs.repeated(words, item.members.length) : words
}

/** The letters that end the name of its folder. */
export function runMark(run: RunId): string {
  return run.slice(run.lastIndexOf('-') + 1)
}

/** The first line of a note. */
export function noteLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? ''
}
