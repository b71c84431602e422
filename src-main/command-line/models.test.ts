import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { registerModels } from './models'
import { runCommand } from './run-command.test-helper'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-models-command-'))
  const layers = [{ kind: 'Flatten' }, { kind: 'Dense', units: 10 }]
  await writeFile(join(folder, 'mine.json'), JSON.stringify(layers))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  vi.stubEnv('INIT_CWD', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

const models = (...words: readonly string[]) => runCommand(['models', ...words], [registerModels])

test('all networks that come along are shown, for the classes of EMNIST Balanced', async () => {
  const { status, stdout, stderr } = await models()
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.match(/^Model: .*$/gm)).toEqual([
    'Model: seed-cnn, 47 classes',
    'Model: deep-cnn, 47 classes',
    'Model: lenet, 47 classes',
    'Model: tiny, 47 classes',
  ])
})

test('one is shown by its name, for as many classes as asked', async () => {
  const { status, stdout } = await models('lenet', '--classes', '10')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Model: lenet, 10 classes\n/)
  expect(stdout).toMatch(/dense_2 \(Dense\) +\(None, 10\) +850 /)
})

test("a network of one's own is shown with the classes that it answers", async () => {
  const { status, stdout } = await models('mine.json')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Model: mine, 10 classes\n/)
})

test('JSON has a network whole', async () => {
  const { stdout } = await models('mine.json', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    classes: 10,
    models: [
      {
        name: 'layers',
        title: 'mine',
        classes: 10,
        parameters: 7850,
        multiplyAdds: 7840,
        layers: [{ name: 'flatten' }, { name: 'dense', units: 10, useBias: true }],
      },
    ],
  })
})

describe('refused in one line:', () => {
  test.each([
    [
      ['mine.json', '--classes', '47'],
      1,
      /^glyphlab: dense: 10 outputs, the data set has 47 classes/,
    ],
    [['missing.json'], 1, /^glyphlab: .*missing\.json: cannot be read \(ENOENT\)/],
    [
      ['resnet'],
      2,
      /Allowed: seed-cnn, deep-cnn, lenet or tiny or a file whose name ends in \.json\./,
    ],
    [['lenet', '--classes', '1'], 2, /Allowed: a whole number from 2 to 100000\./],
  ] as const)('%j', async (words, expectedStatus, message) => {
    const { status, stdout, stderr } = await models(...words)
    expect({ status, stdout }).toEqual({ status: expectedStatus, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
