import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { imageAnswers } from '../evaluation/image-answers'
import { madePredictions } from '../evaluation/predictions/made-predictions.test-helper'
import { answersTitle, readAnswers } from './answers-file'
import { keepMadeMeasurement } from './made-measurement.test-helper'
import { measurementFiles } from './measurement-files'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-answers-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function kept() {
  const { evaluation, file } = await keepMadeMeasurement(folder)
  return { evaluation, path: measurementFiles(folder, file).answers }
}

const refused = (message: string) => ({
  code: 'predictions-missing',
  message: expect.stringContaining(message),
})

test('answers are read as they were written, bit for bit', async () => {
  const { evaluation, path } = await kept()
  const { labels, scores, classes } = madePredictions(400)
  expect(await readAnswers(path, evaluation)).toEqual({
    places: labels.map((_, image) => image),
    answers: imageAnswers(labels, { ...scores, classCount: classes.length }),
    ...{ source: 'made', title: null },
  })
})

test('a measurement of before they were kept says to measure again', async () => {
  const { evaluation, path } = await kept()
  await rm(path)
  await expect(readAnswers(path, evaluation)).rejects.toMatchObject({
    ...refused('was not kept'),
    hint: expect.stringContaining('again'),
  })
})

test.each<[string, Partial<Awaited<ReturnType<typeof kept>>['evaluation']>]>([
  ['at another time', { measuredAt: '2020-01-01T00:00:00.000Z' }],
  ['with another run', { run: 'other' }],
  ['of another part', { part: 'validation' }],
])('answers to a measurement %s are not taken for its own', async (_, change) => {
  const { evaluation, path } = await kept()
  await expect(readAnswers(path, { ...evaluation, ...change })).rejects.toMatchObject(
    refused('is of another measurement'),
  )
})

test('answers that do not count as the report does are refused', async () => {
  const { evaluation, path } = await kept()
  const { report } = evaluation
  const confusion = report.confusion.map((row) => [...row])
  const [row = []] = confusion
  row[0] = (row[0] ?? 0) + 1
  await expect(
    readAnswers(path, { ...evaluation, report: { ...report, confusion } }),
  ).rejects.toMatchObject(refused('does not agree with the measurement'))
})

test('a file is refused at any truncation', async () => {
  const { evaluation, path } = await kept()
  const bytes = await readFile(path)
  for (const length of [0, 7, 8, 200, bytes.length - 1]) {
    await writeFile(path, bytes.subarray(0, length))
    await expect(readAnswers(path, evaluation)).rejects.toMatchObject(refused(path))
  }
})

test('a file that is much too long is refused, and not read', async () => {
  const { evaluation, path } = await kept()
  // Without taking room on the disk.
  await truncate(path, 2 ** 34)
  await expect(readAnswers(path, evaluation)).rejects.toMatchObject(refused('is larger than'))
  const { count } = evaluation.report
  expect(await answersTitle(path, { ...evaluation, count })).toBeNull()
})

test('what is no file of answers is refused', async () => {
  const { evaluation, path } = await kept()
  const { report } = measurementFiles(folder, 'made-test')
  await copyFile(report, path)
  await expect(readAnswers(path, evaluation)).rejects.toMatchObject(refused(path))
})
