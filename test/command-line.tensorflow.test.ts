import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trainingEventSchema } from '../src-preload/contract/training-events'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'
import { cpuFeatures } from '../src-main/core/tensorflow/runtime'
import { runGlyphlab, startGlyphlab, type CommandResult } from './run-glyphlab'

let home: string
let dataset: string
let runs: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-commands-'))
  dataset = join(home, 'made')
  runs = join(home, 'runs')
  await writeEmnistFolder(dataset, {
    classes: 4,
    trainPerClass: [160, 120, 80, 40],
    testPerClass: 25,
    seed: 1,
    gzip: false,
  })
  // The first launch builds; the tests time what follows.
  await runGlyphlab(['--version'])
}, 60_000)
afterAll(() => rm(home, { recursive: true, force: true }))

/** A training of a second, with further words. */
const quickly = (...words: readonly string[]): string[] => [
  ...['train', '--dataset', dataset, '--model', 'lenet', '--epochs', '2', '--batch-size', '20'],
  ...['--learning-rate', '0.003', '--runs', runs, ...words],
]

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')

describe('train', () => {
  test('prints the report on standard output, and how it goes on standard error', async () => {
    const { status, stdout, stderr } = await runGlyphlab(quickly())
    expect(status).toBe(0)
    expect(stdout).toMatch(/^accuracy \d+\.\d\d % \[.*95 % Wilson {3}loss \d\.\d{4} nats {3}top-3 /)
    expect(stdout).toMatch(
      /\nmade, split balanced, test part: 100 images; learnt from 360 images, seed \d+, best epoch [12]\n/,
    )
    expect(stdout).toMatch(
      /\nlogits adjusted to the class shares of the test part trained for; without: accuracy /,
    )
    expect(stdout).toMatch(/\ncalibration error \(ECE\) \d/)
    expect(stdout).toMatch(/\nthis test part has been measured once, by this run alone\n/)
    expect(stdout).toContain(
      '\nthe interval takes images as independent; who wrote them is unknown\n',
    )
    expect(stdout).toMatch(/\nbest of 2 epochs by validation loss; lenet, batch 20, adam at 0\.003/)
    expect(stdout).toMatch(/\n +precision +recall +f1-score +support\n/)
    expect(stdout).toMatch(/\nmost confused pairs:/)
    // Nothing else: neither TensorFlow's notices nor Node's warnings.
    const epoch = (number: number) =>
      new RegExp(
        `^epoch ${number}/2  training \\S+, \\S+ %  validation \\S+, \\S+ % \\(plain \\S+, \\S+ %\\)  ` +
          'rate 0\\.003  \\d+ images/s  \\d+ s left(  best)?$',
      )
    const expected = [
      new RegExp(`^${runs}/\\d{8}-\\d{6}-lenet-[a-z]{4}$`),
      /^made, split balanced: 4 classes, 360 images to train on, 40 to validate, 100 to test$/,
      /^61,\d+ parameters, [\d,]+ multiply-adds an image, lenet, batch 20, adam at 0\.003 \(plateau\), float32, seed 1, split seed 0$/,
      /^validation is weighted to the test part's class shares, by logits adjusted to them; plain: each image alike, logits as they are$/,
      /^  2 %  epoch 1  step 1\/18  loss \d\.\d{4}  \d+ ms a step$/,
      epoch(1),
      epoch(2),
      /^finished after 2 epochs in \d+ s; best epoch: [12]$/,
    ]
    expect(lines(stderr)).toEqual(expected.map((line) => expect.stringMatching(line)))
  })

  test('--json makes a line of JSON of each event, the last of them the result', async () => {
    const { status, stdout } = await runGlyphlab(quickly('--json'))
    expect(status).toBe(0)
    const events = lines(stdout).map((line) => trainingEventSchema.parse(JSON.parse(line)))
    expect(events.map(({ type }) => type)).toEqual(['started', 'epoch', 'epoch', 'ended', 'done'])
    const done = events.at(-1)
    if (done?.type !== 'done') throw new Error('no result')
    const { accuracy, loss, interval, confusion, perClass, count } = done.test
    expect(count).toBe(100)
    const hits = confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
    expect(accuracy).toBe(hits / 100)
    expect(accuracy).toBeGreaterThan(0.5)
    expect(interval?.lower).toBeLessThan(accuracy ?? 0)
    expect(interval?.upper).toBeGreaterThanOrEqual(accuracy ?? 1)
    expect(loss).toBeGreaterThan(0)
    expect(perClass.map(({ character, support }) => [character, support])).toEqual([
      ['0', 25],
      ['1', 25],
      ['2', 25],
      ['3', 25],
    ])
  })

  test('twice with one seed prints the same report', async () => {
    const [first, second] = [
      await runGlyphlab(quickly('--runs', join(home, 'first'))),
      await runGlyphlab(quickly('--runs', join(home, 'second'))),
    ]
    expect(second.stdout).toBe(first.stdout)
  })

  test('in bfloat16 works anywhere, with a warning where it is slow', async () => {
    const { status, stderr } = await runGlyphlab(quickly('--precision', 'bfloat16'))
    expect(status).toBe(0)
    const { hasFastBfloat16 } = await cpuFeatures()
    expect(stderr.includes('warning: this processor has no fast bfloat16')).toBe(
      hasFastBfloat16 === false,
    )
  })

  test('warns where the fast kernels are switched off', async () => {
    const { status, stderr } = await runGlyphlab(quickly(), { TF_ENABLE_ONEDNN_OPTS: '0' })
    expect(status).toBe(0)
    expect(stderr).toContain('warning: TF_ENABLE_ONEDNN_OPTS=0')
  })
})

describe('Ctrl-C', () => {
  /** Sends SIGINT at the first step, of so many that nobody would wait for the last. */
  async function interruptedTraining(...words: readonly string[]) {
    const { child, result } = startGlyphlab(quickly('--epochs', '100000', ...words))
    const firstStep = new Promise<void>((resolve) => {
      child.stderr.on('data', (text: Buffer) => {
        if (text.includes('ms a step')) resolve()
      })
    })
    await Promise.race([firstStep, result])
    child.kill('SIGINT')
    return result
  }

  test('ends a training long before its end, with status 130 and one clear line', async () => {
    const { status, stdout, stderr } = await interruptedTraining('--early-stopping', 'none')
    expect({ status, stdout }).toEqual({ status: 130, stdout: '' })
    expect(lines(stderr).slice(-2)).toEqual([
      expect.stringMatching(
        /^interrupted after \d+ epochs? in \d+ s.*; the test part was not measured$/,
      ),
      expect.stringMatching(/^go on with: glyphlab resume \S+-lenet-[a-z]{4}$/),
    ])
    expect(stderr).not.toMatch(/glyphlab:|error/i)
  })

  test('with --json ends with what was interrupted, and no result', async () => {
    const { status, stdout } = await interruptedTraining('--json')
    expect(status).toBe(130)
    expect(JSON.parse(lines(stdout).at(-1) ?? '')).toMatchObject({
      type: 'ended',
      reason: 'interrupted',
    })
  })
})

/** One line for the user, nothing on standard output. */
function expectRefusal(result: CommandResult, status: 1 | 2, line: RegExp): void {
  expect({ ...result, stderr: lines(result.stderr).at(-1) }).toEqual({
    status,
    stdout: '',
    stderr: expect.stringMatching(line),
  })
}

describe('wrong usage is one line and status 2:', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'neither a run nor predictions to evaluate',
      ['evaluate'],
      /neither a run nor --from is named\. Name a run, or/,
    ],
    [
      'predictions without a data set',
      ['evaluate', '--from', 'predictions.csv'],
      /predictions need --dataset\. /,
    ],
    ['an unknown option', ['train', '--epoch', '3'], /unknown option '--epoch' \(Did you mean/],
    [
      'an impossible value',
      ['train', '--epochs', '0'],
      /'--epochs <count>' argument '0' is invalid\. Allowed: a whole number from 1/,
    ],
    [
      'flags that do not go together',
      ['train', '--momentum', '0.5'],
      /--momentum does not go with --optimizer adam\. /,
    ],
    ['an unknown command', ['trian'], /unknown command 'trian' \(Did you mean train\?\)/],
    ['a word too many', ['doctor', 'all'], /too many arguments for 'doctor'/],
  ])('%s', async (_, words, line) => {
    const result = await runGlyphlab(words)
    expectRefusal(result, 2, line)
    expect(lines(result.stderr)).toHaveLength(1)
  })
})

describe('bad data is one line that names the file, and status 1:', () => {
  const TRAIN_IMAGES = 'emnist-balanced-train-images-idx3-ubyte'
  const TRAIN_LABELS = 'emnist-balanced-train-labels-idx1-ubyte'
  const MAPPING = 'emnist-balanced-mapping.txt'
  let damaged: string

  /** A copy of the made folder with one file replaced by what `change` makes of it. */
  async function damage(file: string, change: (bytes: Buffer) => Uint8Array): Promise<void> {
    damaged = join(home, 'damaged')
    await rm(damaged, { recursive: true, force: true })
    await cp(dataset, damaged, { recursive: true })
    const path = join(damaged, file)
    await writeFile(path, change(await readFile(path)))
  }

  const withByte = (position: number, value: number) => (bytes: Buffer) => {
    bytes[position] = value
    return bytes
  }

  test.each<[string, string, (bytes: Buffer) => Uint8Array, RegExp]>([
    ['wrong magic', TRAIN_IMAGES, withByte(3, 1), /images-idx3-ubyte: wrong magic number/],
    ['truncated', TRAIN_IMAGES, (bytes) => bytes.subarray(0, -1), /images-idx3-ubyte: truncated/],
    [
      'trailing bytes',
      TRAIN_IMAGES,
      (bytes) => Buffer.concat([bytes, Buffer.of(0)]),
      /images-idx3-ubyte: trailing bytes/,
    ],
    [
      'another count',
      TRAIN_LABELS,
      (bytes) => withByte(7, (bytes[7] ?? 0) - 1)(bytes).subarray(0, -1),
      /images-idx3-ubyte: 400 images, but its label file has 399 labels/,
    ],
    [
      'a label outside the mapping',
      TRAIN_LABELS,
      withByte(8 + 5, 9),
      /labels-idx1-ubyte: label 9 at position 5 .* is not in the mapping/,
    ],
    [
      'no mapping',
      MAPPING,
      () => Buffer.of(),
      /mapping\.txt: expected at least 2 classes, found 0/,
    ],
  ])('%s', async (_, file, change, line) => {
    await damage(file, change)
    const result = await runGlyphlab(['train', '--dataset', damaged])
    expectRefusal(result, 1, line)
    expect(lines(result.stderr)).toHaveLength(1)
  })

  test('no folder', async () => {
    const absent = join(home, 'absent')
    const result = await runGlyphlab(['train', '--dataset', absent])
    expectRefusal(result, 1, new RegExp(`there is no folder ${absent}`))
  })

  test('a folder without the files', async () => {
    const empty = join(home, 'empty')
    await mkdir(empty, { recursive: true })
    const result = await runGlyphlab(['train', '--dataset', empty])
    expectRefusal(result, 1, /empty holds no file named emnist-<split>-train-images/)
  })

  test('a split that is not there', async () => {
    const result = await runGlyphlab(quickly('--split', 'letters'))
    expectRefusal(result, 1, /holds no images of the EMNIST split letters; it has balanced/)
  })

  test('with --json it is an object as well', async () => {
    const { status, stdout } = await runGlyphlab(['train', '--dataset', join(home, 'no'), '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { code: 'dataset-missing' } })
  })
})

describe('a run that cannot go on is one line:', () => {
  test.each<[string, readonly string[], 1 | 2, RegExp]>([
    [
      'a batch larger than the data',
      ['--batch-size', '361'],
      1,
      /a batch of 361 is larger than the 360 images to train on\. Choose a smaller --batch-size/,
    ],
    [
      'too few images',
      ['--limit', '1'],
      2,
      /validation 0\.1 of 1 training images leaves 1 to learn from and 0 to validate with/,
    ],
  ])('%s', async (_, words, status, line) => {
    const result = await runGlyphlab(quickly(...words))
    expectRefusal(result, status, line)
    expect(lines(result.stderr)).toHaveLength(1)
  })

  test('a loss that is no number, with its step and what to try', async () => {
    const explosive = ['--optimizer', 'adamw', '--weight-decay', '1', '--learning-rate', '100']
    const result = await runGlyphlab(quickly(...explosive))
    expectRefusal(
      result,
      1,
      /the loss became \S+ at step \d+ \(epoch 1, learning rate 100\)\. Try a lower --learning-rate/,
    )
  })

  test('no runtime', async () => {
    const result = await runGlyphlab(quickly(), { GLYPHLAB_LIBTENSORFLOW: join(home, 'nothing') })
    expectRefusal(result, 1, /nothing\/lib holds no libtensorflow\. Name a folder with lib\//)
  })
})

describe('models', () => {
  test('shows each network as a table', async () => {
    const { status, stdout, stderr } = await runGlyphlab(['models'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const titles = [...stdout.matchAll(/^Model: (.*), 47 classes$/gm)].map(([, name]) => name)
    expect(titles).toEqual(['seed-cnn', 'deep-cnn', 'lenet', 'tiny'])
    expect(stdout).toContain('Total params: 1,695,823\n')
  })

  test('--json makes one object of them', async () => {
    const { stdout } = await runGlyphlab(['models', '--json'])
    expect(lines(stdout)).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      classes: 47,
      models: [
        {
          name: 'seed-cnn',
          filters: [32, 64],
          parameters: 1_695_823,
          trainableParameters: 1_695_439,
          multiplyAdds: 19_918_848,
        },
        { name: 'deep-cnn', parameters: 768_863, multiplyAdds: 53_103_104 },
        { name: 'lenet', parameters: 64_851 },
        { name: 'tiny', parameters: 38_215 },
      ],
    })
  })
})

test('doctor --json tells versions, processor, runtime and the time of a step', async () => {
  const { status, stdout } = await runGlyphlab(['doctor', '--json'])
  expect(status).toBe(0)
  expect(lines(stdout)).toHaveLength(1)
  expect(JSON.parse(stdout)).toMatchObject({
    versions: { glyphlab: expect.any(String), node: process.version },
    cpu: await cpuFeatures(),
    threads: expect.any(Number),
    memoryBytes: expect.any(Number),
    runtime: { variant: 'cpu', folder: expect.any(String) },
    trainingSteps: [
      { ok: true, precision: 'float32', medianStepMs: expect.any(Number) },
      { ok: true, precision: 'bfloat16', medianStepMs: expect.any(Number) },
    ],
  })
})
