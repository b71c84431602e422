import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GlyphlabError } from '../core/errors'
import type { RegisterCommand } from './command'
import { optionValue } from './option-value'
import { runCommandLine } from './program'

const train: RegisterCommand = (program, { printer, interruption }) => {
  program
    .command('train')
    .description('train a network')
    .option('--epochs <count>', 'how long', optionValue(z.int().positive().max(100)))
    .option('--fail <how>', 'fail in this way')
    .action((options: { readonly epochs?: number; readonly fail?: string }) => {
      printer.note('training')
      if (options.fail === 'known') {
        throw new GlyphlabError('dataset-missing', 'there is no folder x', 'Name\n  another.')
      }
      if (options.fail === 'interrupted') interruption.throwIfAborted()
      if (options.fail === 'unknown') throw new TypeError('x is not a function')
      printer.result({ epochs: options.epochs }, ({ epochs }) => `trained for ${epochs}`)
    })
}

async function run(words: string, interruption = new AbortController().signal) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const status = await runCommandLine({
    words: words.split(' ').filter(Boolean),
    commands: [{ heading: 'Train:', commands: [train] }],
    interruption,
    stdout,
    stderr,
  })
  stdout.end()
  stderr.end()
  return { status, stdout: await text(stdout), stderr: await text(stderr) }
}

const SEE_HELP = 'Run the command with --help to see what it takes.\n'

test('results go to standard output, notes to standard error', async () => {
  expect(await run('train --epochs 3')).toEqual({
    status: 0,
    stdout: 'trained for 3\n',
    stderr: 'training\n',
  })
})

test('--json makes a line of JSON of the result, before or after the command', async () => {
  expect((await run('--json train --epochs 3')).stdout).toBe('{"epochs":3}\n')
  expect((await run('train --epochs 3 --json')).stdout).toBe('{"epochs":3}\n')
})

describe('an error', () => {
  test('of the user is one line and status 1', async () => {
    expect(await run('train --fail known')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'training\nglyphlab: there is no folder x. Name another.\n',
    })
  })

  test('is an object too with --json', async () => {
    const { status, stdout } = await run('train --fail known --json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      type: 'error',
      error: {
        code: 'dataset-missing',
        message: 'there is no folder x',
        hint: 'Name\n  another.',
      },
    })
  })

  test('of ours says so', async () => {
    expect(await run('train --fail unknown')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('internal: x is not a function'),
    })
  })
})

describe('wrong usage is one line and status 2:', () => {
  test.each([
    ['train --epoch 3', "unknown option '--epoch' (Did you mean --epochs?)."],
    [
      'train --epochs many',
      "option '--epochs <count>' argument 'many' is invalid. Allowed: a whole number from 1 to 100.",
    ],
    [
      'train --epochs 0',
      "option '--epochs <count>' argument '0' is invalid. Allowed: a whole number from 1 to 100.",
    ],
    ['train --epochs', "option '--epochs <count>' argument missing."],
    ['tran', "unknown command 'tran' (Did you mean train?)."],
    ['train 3', "too many arguments for 'train'. Expected 0 arguments but got 1."],
  ])('%s', async (words, message) => {
    expect(await run(words)).toEqual({
      status: 2,
      stdout: '',
      stderr: `glyphlab: ${message} ${SEE_HELP}`,
    })
  })

  test('--json prints it as an object as well', async () => {
    const { status, stdout } = await run('train --json --epoch 3')
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { code: 'usage' } })
  })

  test('no command at all shows the help', async () => {
    const { status, stderr } = await run('')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^Usage: glyphlab[^]*\nglyphlab: no command given\./)
  })
})

test.each(['--help', 'train --help', 'help train', '--version'])(
  '%s is no error',
  async (words) => {
    const { status, stdout, stderr } = await run(words)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).not.toBe('')
  },
)

test('the help of a command lists the options of all commands', async () => {
  expect((await run('train --help')).stdout).toContain('--json')
})

describe('at Ctrl-C a command', () => {
  test('that was cut short ends with status 130', async () => {
    expect(await run('train --fail interrupted', AbortSignal.abort())).toEqual({
      status: 130,
      stdout: '',
      stderr: 'training\n',
    })
  })

  test('that had done its work ends with status 0', async () => {
    expect((await run('train', AbortSignal.abort())).status).toBe(0)
  })
})
