import { Command } from 'commander'
import { z } from 'zod'
import { RUN_SCHEMA, type RunNotes } from '../../src-preload/contract/run'
import { GlyphlabError } from '../core/errors'
import { writeFileAtomically } from '../core/files/atomic-write'
import { jsonText } from '../core/files/json-text'
import { readNotes } from '../core/runs/list-runs'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord } from '../core/runs/run-record'
import type { CommandContext, RegisterCommand } from './command'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'

const flagsSchema = z.looseObject({
  tag: z.array(z.string()).optional(),
  untag: z.array(z.string()).optional(),
  star: z.boolean().optional(),
})

export const registerRunsNote: RegisterCommand = (runs, context) => {
  const note = new Command('note')
    .description('write a note to a run, tag it or star it; an empty text removes the note')
    .argument('<run>', RUN_WORD)
    .argument('[text]', 'the note; left out, it stays as it is')
    .option('--tag <tag...>', 'add tags')
    .option('--untag <tag...>', 'remove tags')
    .option('--star', 'star it')
    .option('--no-star', 'take the star away')
  addRunsOption(note)
  runs.addCommand(note.copyInheritedSettings(runs))
  note.action((word: string, text: string | undefined) =>
    noteRun(word, text, note.optsWithGlobals(), context),
  )
}

async function noteRun(
  word: string,
  text: string | undefined,
  values: unknown,
  { printer }: CommandContext,
): Promise<void> {
  const { tag = [], untag = [], star } = flagsSchema.parse(values)
  if (text === undefined && tag.length + untag.length === 0 && star === undefined)
    throw new GlyphlabError('usage', 'no note, tag or star given')
  const folder = await namedRun(word, values)
  const paths = runPaths(folder)
  readRunRecord(paths)
  const before = readNotes(paths)
  const tags = [...new Set([...(before?.tags ?? []), ...tag])].filter(
    (name) => !untag.includes(name),
  )
  const notes: RunNotes = {
    schema: RUN_SCHEMA,
    text: text ?? before?.text ?? '',
    tags,
    starred: star ?? before?.starred ?? false,
  }
  await writeFileAtomically(paths.notes, jsonText(notes))
  printer.result({ folder, notes }, () => noteText(notes) || 'no notes')
}

const LONGEST_LINE = 60

function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`
}

/** Notes in one line: star, tags, the first line of the text. */
export function noteText({ starred, tags, text }: RunNotes): string {
  return [starred ? '★' : '', ...tags.map((tag) => `#${tag}`), firstLine(text)]
    .filter(Boolean)
    .join(' ')
}
