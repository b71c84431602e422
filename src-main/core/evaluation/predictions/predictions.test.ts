import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CharacterClass } from '../../datasets/dataset'
import { evaluationReport } from '../report'
import { balancedClasses, madePredictions } from './made-predictions.test-helper'
import { readPredictions } from './read-predictions'
import { writePredictions } from './write-predictions'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-predictions-'))
})
afterAll(() => rm(folder, { recursive: true }))

const path = () => join(folder, 'preds.csv')

/** Three classes, labelled from 1 as EMNIST's letters are; three images. */
const classes: CharacterClass[] = [
  { label: 1, character: 'A', characters: ['A', 'a'] },
  { label: 2, character: ',', characters: [','] },
  { label: 3, character: '7', characters: ['7'] },
]
const part = { labels: Int32Array.of(0, 2, 1), classes }
const VALUES = [0.5, 0.25, 0.25, 0, 0, 1, 0.125, 0.75, 0.125]
const ROWS = ['.5,0.25,2.5e-1', '0,0,1', '0.125,0.75,0.125']

async function read(content: string | Uint8Array): Promise<number[]> {
  await writeFile(path(), content)
  return [...(await readPredictions(path(), part)).values]
}

describe('what was written', () => {
  test('has a row an image, labels of the files, and whole probabilities', async () => {
    const values = Float32Array.of(0, 0, 0, -1000, 0, -1000, 1, 0, 2)
    await writePredictions(path(), { ...part, scores: { kind: 'logits', values } })
    const [e1, e2] = [Math.exp(-1), Math.exp(-2)]
    const sum = 1 + e1 + e2
    expect(await readFile(path(), 'utf8')).toBe(
      'index,label,predicted,p_1,p_2,p_3\n' +
        `0,1,1,${1 / 3},${1 / 3},${1 / 3}\n` +
        '1,3,2,0,1,0\n' +
        `2,2,3,${e1 / sum},${e2 / sum},${1 / sum}\n`,
    )
    expect(await readdir(folder)).toEqual(['preds.csv'])
  })

  test('is evaluated alike when read back', async () => {
    const made = madePredictions(1000, { classes: balancedClasses(1) })
    await writePredictions(path(), made)
    const scores = await readPredictions(path(), made)
    const fromLogits = evaluationReport(made.labels, made.scores, made.classes)
    const fromFile = evaluationReport(made.labels, scores, made.classes)
    expect(fromFile).toEqual({ ...fromLogits, loss: expect.any(Number) })
    expect(fromFile.loss).toBeCloseTo(fromLogits.loss ?? NaN, 12)
  })

  test('keeps what a network put out as probabilities', async () => {
    const values = Float32Array.from(VALUES, (value) => value * 0.999)
    await writePredictions(path(), { ...part, scores: { kind: 'probabilities', values } })
    expect([...(await readPredictions(path(), part)).values]).toEqual([...values])
  })

  test('is not there where a score was no number, and what was there before stays', async () => {
    await writeFile(path(), 'before')
    const values = Float32Array.from([...VALUES.slice(1), NaN])
    await expect(
      writePredictions(path(), { ...part, scores: { kind: 'logits', values } }),
    ).rejects.toMatchObject({ code: 'loss-not-finite' })
    expect(await readFile(path(), 'utf8')).toBe('before')
    expect(await readdir(folder)).toEqual(['preds.csv'])
  })

  test('of 18,800 images is read as it was written', async () => {
    const made = madePredictions(18_800)
    await writePredictions(path(), made)
    const scores = await readPredictions(path(), made)
    const { confusion } = evaluationReport(made.labels, made.scores, made.classes)
    expect(evaluationReport(made.labels, scores, made.classes).confusion).toEqual(confusion)
  })
})

describe('is read', () => {
  const lines = (...all: readonly string[]) => all.join('\n')

  test.each<[string, string]>([
    ['without a header', lines(...ROWS)],
    ['with a last line break and empty lines', `${lines(...ROWS, '')}\n\n`],
    ['with a byte order mark and lines ended as on Windows', `\uFEFF${ROWS.join('\r\n')}\r\n`],
    ['separated by semicolons', lines(...ROWS).replaceAll(',', ';')],
    ['separated by tabs', lines(...ROWS).replaceAll(',', '\t')],
    ['with labels as names', lines('p_1,p_2,p_3', ...ROWS)],
    ['with labels as other names', lines('PROB_1,Prob_2,prob_3', ...ROWS)],
    ['with nothing but labels', lines('1,2,3', ...ROWS)],
    ['with characters as names', lines('A,",",7', ...ROWS)],
    [
      'with both cases as a name',
      lines('A or a;,;7', ...ROWS)
        .replaceAll(',', ';')
        .replace(';;;', ';",";'),
    ],
    [
      'with spaces around',
      lines(' p_1 , p_2 , p_3 ', ...ROWS.map((row) => row.replaceAll(',', ' , '))),
    ],
    ['with columns in another order', lines('p_3,p_1,p_2', '.25,.5,.25', '1,0,0', '.125,.125,.75')],
    [
      'with rows in another order',
      lines('Index,p_1,p_2,p_3', `2,${ROWS[2]}`, `0,${ROWS[0]}`, `1,${ROWS[1]}`),
    ],
    ['as pandas writes it', lines(',1,2,3', ...ROWS.map((row, image) => `${image},${row}`))],
    [
      'with labels and predictions, in any case',
      lines('PREDICTED,p_1,p_2,p_3,LABEL', `1,${ROWS[0]},1`, `3,${ROWS[1]},3.0`, `2,${ROWS[2]},2`),
    ],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual(VALUES)
  })

  test('rounded to bfloat16, whose sums are off by more than a thousandth', async () => {
    expect(
      await read(lines('0.99609375,0.00100708,0.00100708', ROWS[1] ?? '', ROWS[2] ?? '')),
    ).toHaveLength(9)
  })

  test('where several are the greatest, whichever of them is named', async () => {
    const tied = (predicted: number) =>
      read(
        lines('predicted,p_1,p_2,p_3', `${predicted},0.4,0.2,0.4`, `3,${ROWS[1]}`, `2,${ROWS[2]}`),
      )
    await expect(tied(1)).resolves.toHaveLength(9)
    await expect(tied(3)).resolves.toHaveLength(9)
    await expect(tied(2)).rejects.toMatchObject({ code: 'predictions-invalid' })
  })
})

describe('is refused, with line and column', () => {
  const HEADER = 'index,label,predicted,p_1,p_2,p_3'
  const whole = [`0,1,1,${ROWS[0]}`, `1,3,3,${ROWS[1]}`, `2,2,2,${ROWS[2]}`]
  const withRow = (row: string) => [HEADER, whole[0], row, whole[2]].join('\n')
  const withHeader = (header: string, ...rows: readonly string[]) => [header, ...rows].join('\n')

  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', ': is empty'],
    ['a file of empty lines', '\n\r\n', ': is empty'],
    ['a header alone', HEADER, ': 0 rows for 3 images: predictions of another data set or part?'],
    [
      'a row too few',
      ROWS.slice(1).join('\n'),
      ': 2 rows for 3 images: predictions of another data set or part?',
    ],
    [
      'a row too many',
      [...ROWS, ...ROWS].join('\n'),
      ': more than 3 rows for 3 images: predictions of another data set or part?',
    ],
    ['UTF-16', Buffer.from('\uFEFF0.5', 'utf16le'), ': is not text in UTF-8'],
    ['a gzip file', Buffer.of(0x1f, 0x8b, 8, 0), ': is not text in UTF-8'],
    [
      'a column too few',
      '0.5,0.5\n',
      ', line 1: 2 columns; expected one for each of 3 classes, separated by commas',
    ],
    [
      'a column too many',
      '0.5,0.5,0,0',
      ', line 1: 4 columns without a header; expected 3, the probabilities of the classes in their order',
    ],
    ['a row of another length', withRow('1,3,3,0,0'), ', line 3: 5 columns, expected 6'],
    ['a quote without end', withRow('1,3,3,0,"0,1'), ', line 3: Quoted field unterminated'],
    [
      'a column of unknown meaning',
      withHeader('path,p_1,p_2,p_3'),
      ', line 1, column path: neither index, label or predicted nor a class of the data set, such as p_1',
    ],
    [
      'a column of an endless name',
      withHeader(`"a\u0000b ${'x'.repeat(100_000)}",p_1,p_2,p_3`),
      `, line 1, column a b ${'x'.repeat(36)}…: neither index, label or predicted nor a class of the data set, such as p_1`,
    ],
    [
      'a class of another data set',
      withHeader('p_1,p_2,p_3,p_4'),
      ', line 1, column p_4: neither index, label or predicted nor a class of the data set, such as p_1',
    ],
    [
      'a class twice',
      withHeader('p_1,p_2,p_3,prob_2'),
      ', line 1, column prob_2: its class is there twice',
    ],
    [
      'a label column twice',
      withHeader('label,Label,p_1,p_2,p_3'),
      ', line 1, column Label: is there twice',
    ],
    [
      'a class missing',
      withHeader('index,p_2,p_3'),
      ", line 1: 2 of the data set's 3 classes; there is no p_1 (A or a)",
    ],
    [
      'an image that is not there',
      withRow('3,3,3,0,0,1'),
      ', line 3, column index: expected an image from 0 to 2, found 3',
    ],
    [
      'half an image',
      withRow('1.5,3,3,0,0,1'),
      ', line 3, column index: expected an image from 0 to 2, found 1.5',
    ],
    [
      'an image twice',
      withRow('0,1,1,1,0,0'),
      ', line 3, column index: image 0 is already in line 2',
    ],
    [
      'a label that the data set contradicts',
      withRow('1,1,3,0,0,1'),
      ', line 3: says label 1, the data set says 3: these are predictions of another data set or in another order',
    ],
    [
      'a label that is text',
      withRow('1,A,3,0,0,1'),
      ', line 3: says label "A", the data set says 3: these are predictions of another data set or in another order',
    ],
    [
      'a prediction that is not the most probable',
      withRow('1,3,1,0,0,1'),
      ', line 3, column predicted: says 1, the most probable label is 3',
    ],
    [
      'a prediction that is no class',
      withRow('1,3,0,0,0,1'),
      ', line 3, column predicted: says 0, the most probable label is 3',
    ],
    ...['nan', 'NaN', 'inf', '-0.1', '', 'x', '0x1', '1e999', '1_0', '0.1 0.2'].map(
      (cell): [string, string, string] => [
        `the probability ${JSON.stringify(cell)}`,
        withRow(`1,3,3,0,${cell},1`),
        `, line 3, column p_2: expected a probability, found ${['-0.1', '1e999'].includes(cell) ? cell : JSON.stringify(cell)}`,
      ],
    ),
    [
      'no number in the first row',
      'nan,0,1\n',
      ', line 1, column #1: expected a probability, found "nan"',
    ],
    ['logits', '4,-1,2\n', ', line 1, column #2: expected a probability, found -1'],
    ['percentages', '90,6,4\n', ', line 1: the probabilities sum to 100, not to 1'],
    [
      'a sum that is off by more than rounding',
      withRow('1,3,3,0.002,0.003,1'),
      ', line 3: the probabilities sum to 1.005, not to 1',
    ],
    [
      'commas as decimal points',
      '0,5;0,25;0,25\n',
      ', line 1, column #1: expected a probability, found "0,5"',
    ],
  ])('%s', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'predictions-invalid',
      message: `${path()}${message}`,
    })
  })

  test('what sums to no 1, with advice', async () => {
    await expect(read('9,9,9')).rejects.toMatchObject({ hint: expect.stringContaining('softmax') })
  })

  test('names that labels and characters share for different classes', async () => {
    const swapped = [
      { label: 0, character: '1', characters: ['1'] },
      { label: 1, character: '2', characters: ['2'] },
      { label: 2, character: '0', characters: ['0'] },
    ]
    await writeFile(path(), 'index,0,1,2\n')
    await expect(readPredictions(path(), { ...part, classes: swapped })).rejects.toMatchObject({
      message: `${path()}, line 1: its columns may be named by label or by character`,
      hint: 'Name them by label: p_0 and so on.',
    })
  })

  test.each([
    ['a folder', () => folder, 'is no file'],
    ['a missing file', () => join(folder, 'none.csv'), 'cannot be read (ENOENT)'],
    ['a device without end', () => '/dev/zero', 'is no file'],
  ])('%s', async (_, place, problem) => {
    await expect(readPredictions(place(), part)).rejects.toMatchObject({
      code: 'predictions-invalid',
      message: `${place()}: ${problem}`,
    })
  })

  test('a line without end, before it is all read', async () => {
    const before = process.memoryUsage().rss
    await writeFile(path(), `${HEADER}\n`)
    // Zeros that take no space on the disk, and are characters of UTF-8.
    await truncate(path(), 1e9)
    await expect(readPredictions(path(), part)).rejects.toThrow(
      `${path()}: line 2 does not end within 1048576 characters`,
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })
})

test('lines are counted across blocks', async () => {
  const labels = new Int32Array(30_000)
  const rows = Array.from(labels, () => '1.000000000000,0.000000000000,0.000000000000')
  rows[29_000] = '1,0,oops'
  await writeFile(path(), rows.join('\r\n'))
  await expect(readPredictions(path(), { labels, classes })).rejects.toThrow(
    `${path()}, line 29001, column #3: expected a probability, found "oops"`,
  )
})
