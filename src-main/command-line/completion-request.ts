import type { Argument, Command, Option } from 'commander'
import { wordsTakenBy } from './option-value'

/** What could come next. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  /** Names of files that the shell may offer besides: it knows how to quote them. */
  readonly paths: 'none' | 'files' | 'folders'
}

export interface Candidate {
  readonly word: string
  readonly description: string
}

/** Words that only the disk knows; `typed` is the whole line. */
export interface CompletionSources {
  readonly runs: (typed: readonly string[]) => Promise<readonly string[]>
  readonly datasets: (typed: readonly string[]) => Promise<readonly string[]>
}

/** What the value of an option or argument names, by its own name (`--dataset`) or its placeholder (`<run>`). */
const NAMED: Readonly<
  Record<string, { readonly words?: keyof CompletionSources; readonly paths: Completion['paths'] }>
> = {
  run: { words: 'runs', paths: 'folders' },
  dataset: { words: 'datasets', paths: 'folders' },
  folder: { paths: 'folders' },
  file: { paths: 'files' },
  path: { paths: 'files' },
  image: { paths: 'files' },
  model: { paths: 'files' },
  network: { paths: 'files' },
}

/** Takes values before it: where a value is due, or what a word is attached to. */
interface Position {
  readonly command: Command
  /** The option whose value comes next. */
  readonly awaited: Option | undefined
  readonly argumentsGiven: number
  readonly onlyArguments: boolean
}

/**
 * What could stand in place of the last word.
 *
 * @param typed what was typed after `glyphlab`, the last word as far as it goes (it may be empty). bash
 *   splits `--name=value` into three words: that is understood.
 */
export async function complete(
  program: Command,
  typed: readonly string[],
  sources: CompletionSources,
): Promise<Completion> {
  const before = typed.slice(0, -1).filter((word) => word !== '=')
  const last = typed.at(-1) ?? ''
  const current = last === '=' ? '' : last
  const position = positionAfter(program, before)
  const { command, awaited, onlyArguments } = position
  if (awaited) return matching(await valuesOf(awaited, typed, sources), current)
  const attached = onlyArguments ? null : /^(--[^=]+)=(.*)$/s.exec(current)
  if (attached) {
    const [, name = '', value = ''] = attached
    const option = findOption(command, name)
    if (!option || !takesValue(option)) return NOTHING
    const { candidates, paths } = matching(await valuesOf(option, typed, sources), value)
    const whole = candidates.map(({ word, description }) => ({
      word: `${name}=${word}`,
      description,
    }))
    return { candidates: whole, paths }
  }
  if (current.startsWith('-') && !onlyArguments) return matching(optionsOf(command), current)
  if (position.argumentsGiven === 0 && command.commands.length > 0)
    return matching(subcommandsOf(command), current)
  const { registeredArguments } = command
  const argument =
    registeredArguments[position.argumentsGiven] ??
    registeredArguments.filter(({ variadic }) => variadic).at(-1)
  if (argument === undefined) return NOTHING
  if (argument.name() === 'command') return matching(subcommandsOf(program), current)
  return matching(await valuesOf(argument, typed, sources), current)
}

const NOTHING: Completion = { candidates: [], paths: 'none' }

function positionAfter(program: Command, words: readonly string[]): Position {
  let command = program
  let awaited: Option | undefined
  let argumentsGiven = 0
  let onlyArguments = false
  for (const word of words) {
    if (awaited) awaited = undefined
    else if (onlyArguments) argumentsGiven += 1
    else if (word === '--') onlyArguments = true
    else if (word.startsWith('-')) {
      const option = findOption(command, word)
      if (option && takesValue(option)) awaited = option
    } else {
      const subcommand: Command | undefined =
        argumentsGiven === 0
          ? command
              .createHelp()
              .visibleCommands(command)
              .find((sub) => sub.name() === word)
          : undefined
      if (subcommand) command = subcommand
      else argumentsGiven += 1
    }
  }
  return { command, awaited, argumentsGiven, onlyArguments }
}

function takesValue(option: Option): boolean {
  return option.required || option.optional
}

function visibleOptions(command: Command): readonly Option[] {
  const help = command.createHelp()
  help.showGlobalOptions = true
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

function findOption(command: Command, word: string): Option | undefined {
  return visibleOptions(command).find(({ long, short }) => long === word || short === word)
}

function optionsOf(command: Command): Completion {
  const candidates = visibleOptions(command).flatMap(({ long, description }) =>
    long ? [{ word: long, description }] : [],
  )
  return { candidates, paths: 'none' }
}

function subcommandsOf(command: Command): Completion {
  const candidates = command
    .createHelp()
    .visibleCommands(command)
    .map((sub) => ({ word: sub.name(), description: sub.description() }))
  return { candidates, paths: 'none' }
}

async function valuesOf(
  taker: Option | Argument,
  typed: readonly string[],
  sources: CompletionSources,
): Promise<Completion> {
  const fixed = taker.argChoices ?? wordsTakenBy(taker.parseArg)
  const named = namesOf(taker)
    .map((name) => NAMED[name])
    .find((found) => found !== undefined)
  const found = named?.words === undefined ? [] : await sources[named.words](typed)
  return {
    candidates: [...fixed, ...found].map((word) => ({ word, description: '' })),
    paths: named?.paths ?? 'none',
  }
}

function namesOf(taker: Option | Argument): readonly string[] {
  if (!('long' in taker)) return [taker.name()]
  const [, placeholder = ''] = /[<[]([a-z]+)/i.exec(taker.flags) ?? []
  return [taker.name(), placeholder]
}

function matching({ candidates, paths }: Completion, beginning: string): Completion {
  return { candidates: candidates.filter(({ word }) => word.startsWith(beginning)), paths }
}
