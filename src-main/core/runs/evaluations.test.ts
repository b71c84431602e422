import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { evaluationReport } from '../evaluation/report'
import { imageAnswers } from '../evaluation/image-answers'
import { answersTitle } from '../measurements/answers-file'
import { measurementFiles } from '../measurements/measurement-files'
import { readEvaluations, saveEvaluation } from './evaluations'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-evaluations-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function save(name: string, fingerprint: string) {
  const { evaluation } = await saved(name, fingerprint)
  return evaluation
}

async function saved(name: string, fingerprint: string) {
  const classes = [{ label: 0, character: '0', characters: ['0'] }]
  const scores = { kind: 'logits', values: Float32Array.of(1) } as const
  const measured = {
    dataset: { name, split: 'balanced', fingerprint, corrections: null },
    part: 'test' as const,
    run: null,
    trainingImages: 1,
    seed: 1,
    bestEpoch: 1,
    model: 'tiny',
    measuredAt: '2026-01-01T00:00:00.000Z',
    report: { ...evaluationReport(Int32Array.of(0), scores, classes), unadjusted: null },
  }
  return saveEvaluation(join(folder, 'evaluations'), measured, {
    places: Int32Array.of(0),
    answers: imageAnswers(Int32Array.of(0), { ...scores, classCount: 1 }),
    ...{ source: name, title: null },
  })
}

const KEPT = ['made-test.json', 'made-test.safetensors']

test('what was answered to each image is of the very measurement beside it', async () => {
  const first = await saved('made', 'aaaa')
  const second = await saved('made', 'bbbb')
  const titleBeside = (file: string, { evaluation }: typeof first) =>
    answersTitle(measurementFiles(join(folder, 'evaluations'), file).answers, {
      ...evaluation,
      count: evaluation.report.count,
    })
  expect(await titleBeside(first.file, first)).not.toBeNull()
  expect(await titleBeside(second.file, second)).not.toBeNull()
  expect(await titleBeside(second.file, first)).toBeNull()
})

test('a part that is measured again is counted again', async () => {
  expect((await save('made', 'aaaa')).measurements).toBe(1)
  expect((await save('made', 'aaaa')).measurements).toBe(2)
  expect(await readdir(join(folder, 'evaluations'))).toEqual(KEPT)
})

test('another data set of the same name has a file of its own', async () => {
  await save('made', 'aaaaaaaaaaaa')
  expect((await save('made', 'bbbbbbbbbbbb')).measurements).toBe(1)
  expect((await save('made', 'bbbbbbbbbbbb')).measurements).toBe(2)
  expect((await save('made', 'aaaaaaaaaaaa')).measurements).toBe(2)
  expect(await readEvaluations(join(folder, 'evaluations'))).toHaveLength(2)
})

test('a file that cannot be read is put aside, and the measurement kept', async () => {
  await save('made', 'aaaa')
  const evaluations = join(folder, 'evaluations')
  await writeFile(join(evaluations, 'made-test.json'), '{"schema": 1, "data')
  expect((await save('made', 'aaaa')).measurements).toBe(1)
  expect(await readdir(evaluations)).toEqual([
    'made-test.json',
    'made-test.json.unreadable',
    'made-test.safetensors',
  ])
  expect(await readEvaluations(evaluations)).toHaveLength(1)
})

test.each(['../x', 'a/b', '.', '', 'ł'.repeat(120)])(
  'a data set called "%s" gets a file in the folder',
  async (name) => {
    await save(name, 'aaaa')
    expect(await readdir(join(folder, 'evaluations'))).toHaveLength(KEPT.length)
    expect(await readdir(folder)).toEqual(['evaluations'])
  },
)
