import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { COMMAND_GROUPS } from './commands'
import { commandPath, withSubcommands } from './help'
import { HELP_TEXTS } from './help-texts'
import { Output } from './output'
import { StreamPrinter } from './printer'
import { createProgram } from './program'

/** All commands as they are, with actions that only say which one was reached. */
function wholeProgram() {
  const shown: string[] = []
  const reached: string[] = []
  const output = new Output(new PassThrough())
  const printer = new StreamPrinter({ results: output, messages: output, json: false })
  const context = { printer, interruption: new AbortController().signal }
  const program = createProgram(COMMAND_GROUPS, context, output, output)
  for (const command of withSubcommands(program)) {
    command.configureOutput({ writeOut: (text) => shown.push(text) })
    if (command !== program && (command.commands.length === 0 || command.name() === 'runs'))
      command.action(() => void reached.push(commandPath(command)))
  }
  return { program, shown, reached }
}

const { program } = wholeProgram()
const isVisible = (command: Command) =>
  command.parent === null ||
  command.parent.createHelp().visibleCommands(command.parent).includes(command)
const commands = withSubcommands(program).filter(isVisible)

test.each(commands.map((command) => [commandPath(command) || 'glyphlab', command] as const))(
  '%s and all it takes have a description',
  (_, command) => {
    expect(command.description()).toMatch(/\S/)
    for (const option of command.options) expect(option.description, option.flags).not.toBe('')
    for (const argument of command.registeredArguments)
      expect(argument.description, argument.name()).not.toBe('')
  },
)

test('every command has a help text, and every help text a command', () => {
  expect(Object.keys(HELP_TEXTS).sort()).toEqual(commands.map(commandPath).sort())
})

const examples = Object.entries(HELP_TEXTS).flatMap(([path, help]) =>
  help.examples.map(([words]) => [words, path] as const),
)

describe('an example can be typed as it stands:', () => {
  test.each(examples)('%s', async (words, path) => {
    const { program: fresh, reached } = wholeProgram()
    // As a shell does: quotes keep words together, a redirection is its own business.
    const typed = words.replace(/ >>? \S+$/, '').match(/"[^"]*"|\S+/g) ?? []
    await fresh.parseAsync(
      typed.map((word) => word.replaceAll('"', '')),
      { from: 'user' },
    )
    expect(reached).toHaveLength(1)
    expect(`${reached[0]} `.startsWith(path === '' ? '' : `${path} `)).toBe(true)
  })
})

test('the help of a command ends with its examples and where results go', async () => {
  const { program: fresh, shown } = wholeProgram()
  await expect(fresh.parseAsync(['train', '--help'], { from: 'user' })).rejects.toThrow()
  const text = shown.join('')
  expect(text).toMatch(/\nExamples:\n {2}glyphlab train +the built-in strokes/)
  expect(text).toContain('`glyphlab resume last` goes on')
  // One list of thirty flags helps nobody.
  expect([...text.matchAll(/^[A-Z][\w ,]+:$/gm)].length).toBeGreaterThan(4)
})

test('the help of the program has the commands in the order of work', async () => {
  const { program: fresh, shown } = wholeProgram()
  await expect(fresh.parseAsync(['--help'], { from: 'user' })).rejects.toThrow()
  const headings = [...shown.join('').matchAll(/^[A-Z][\w ]+:$/gm)].map(String)
  expect(headings).toEqual([
    'Options:',
    ...COMMAND_GROUPS.map(({ heading }) => heading),
    'Examples:',
    'Environment:',
  ])
  for (const line of shown.join('').split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})
