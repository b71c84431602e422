import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GetProgress } from '../../src-preload/contract/data-progress'
import { complete, type CompletionSources } from './completion-request'
import { registerData } from './data'
import { describeGet } from './data-get-progress'
import { Output } from './output'
import { StreamPrinter } from './printer'
import { createProgram } from './program'
import { runCommand } from './run-command.test-helper'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-data-get-'))
  vi.stubEnv('GLYPHLAB_HOME', home)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true })
})

test.each([
  [['mnist'], /Allowed: emnist-balanced, emnist-byclass, .* or kaggle\./],
  [['emnist-mnist', '--split', 'digits'], /--split is given, but emnist-mnist is one already\./],
  [['kaggle', '--split', 'emnist'], /Allowed: balanced, byclass, .* or mnist\./],
  [['kaggle', '--mirror', 'http://x/'], /--mirror is given, but Kaggle has no mirrors\./],
  [['emnist-mnist', '--mirror', 'http://x/emnist'], /is neither an archive nor a folder\./],
  [['emnist-mnist', '--name', '../x'], /up to 64 letters/],
])('%j is wrong usage', async (words, problem) => {
  const result = await runCommand(['data', 'get', ...words], [registerData])
  expect(result).toMatchObject({ status: 2, stdout: '' })
  expect(result.stderr).toMatch(problem)
  expect(await readdir(home)).toEqual([])
})

test.each([
  ['', ['emnist-balanced', 'emnist-byclass', 'kaggle']],
  ['emnist-b', ['emnist-balanced', 'emnist-byclass', 'emnist-bymerge']],
])('what can be got is completed after %j', async (typed, offered) => {
  const output = new Output(new PassThrough())
  const printer = new StreamPrinter({ results: output, messages: output, json: false })
  const context = { printer, interruption: new AbortController().signal }
  const program = createProgram(
    [{ heading: 'Data:', commands: [registerData] }],
    context,
    output,
    output,
  )
  const nothing = () => Promise.resolve([])
  const sources: CompletionSources = { runs: nothing, datasets: nothing }
  const { candidates } = await complete(program, ['data', 'get', typed], sources)
  expect(candidates.map(({ word }) => word)).toEqual(expect.arrayContaining(offered))
})

test.each<[GetProgress, string, number | undefined]>([
  [{ phase: 'connecting', source: 'https://x/a.zip' }, 'asking https://x/a.zip', undefined],
  [
    {
      ...{ phase: 'downloading', source: 'https://x/', file: 'images.gz' },
      ...{ bytesDone: 8_000_000, bytesTotal: 32_000_000 },
      ...{ bytesPerSecond: 1_500_000, secondsLeft: 16 },
    },
    '8.0 MB of 32 MB, 1.5 MB/s, 16 s left, images.gz',
    0.25,
  ],
  [
    {
      ...{ phase: 'downloading', source: 'https://x/', file: 'images.gz' },
      ...{ bytesDone: 8_000_000, bytesTotal: null, bytesPerSecond: null, secondsLeft: null },
    },
    '8.0 MB, images.gz',
    undefined,
  ],
  [
    { phase: 'waiting', reason: 'x answers 503', seconds: 4 },
    'x answers 503; trying again in 4 s',
    undefined,
  ],
  [
    { phase: 'waiting', reason: 'process 7 on here fetches the same', seconds: null },
    'waiting: process 7 on here fetches the same',
    undefined,
  ],
  [{ phase: 'verifying', file: 'images.gz' }, 'verifying images.gz', undefined],
  [{ phase: 'storing' }, 'storing', undefined],
])('progress %# is one line', (progress, line, fraction) => {
  expect(describeGet(progress)).toEqual([line, fraction])
})
