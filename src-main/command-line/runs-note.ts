import { Command } from 'commander'
import { z } from 'zod'
import { notesChangeSchema, type RunNotes } from '../../src-preload/contract/run'
import { GlyphlabError } from '../core/errors'
import { annotateRun } from '../core/runs/annotate-run'
import type { CommandContext, RegisterCommand } from './command'
import { addRunsOption, namedRun, RUN_WORD } from './runs-option'

const flagsSchema = z.looseObject({
  name: z.string().optional(),
  tag: z.array(z.string()).optional(),
  untag: z.array(z.string()).optional(),
  star: z.boolean().optional(),
})

export const registerRunsNote: RegisterCommand = (runs, context) => {
  const note = new Command('note')
    .description(
      'name a run, write a note to it, tag it or star it; an empty text removes the note',
    )
    .argument('<run>', RUN_WORD)
    .argument('[text]', 'the note; left out, it stays as it is')
    .option('--name <name>', 'what to call it; empty, it goes by its network again')
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
  const { name, tag = [], untag = [], star } = flagsSchema.parse(values)
  const isNothing = [text, name, star].every((value) => value === undefined)
  if (isNothing && tag.length + untag.length === 0)
    throw new GlyphlabError('usage', 'no note, name, tag or star given')
  const issue = notesChangeSchema.safeParse({ name, text, tags: tag }).error?.issues[0]
  if (issue !== undefined)
    throw new GlyphlabError('usage', `${issue.path.join(' ')}: ${issue.message}`)
  const folder = await namedRun(word, values)
  const notes = await annotateRun(folder, (before) => ({
    name,
    text,
    tags: [...before.tags, ...tag].filter((given) => !untag.includes(given)),
    starred: star,
  }))
  printer.result({ folder, notes }, () => noteText(notes) || 'no notes')
}

const LONGEST_LINE = 60

function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`
}

/** Notes in one line: star, name, tags, the first line of the text. */
export function noteText({ starred, name, tags, text }: RunNotes): string {
  return [
    starred ? '★' : '',
    name && `"${firstLine(name)}"`,
    ...tags.map((tag) => `#${tag}`),
    firstLine(text),
  ]
    .filter(Boolean)
    .join(' ')
}
