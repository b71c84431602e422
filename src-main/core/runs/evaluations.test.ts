import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { evaluationReport } from '../evaluation/report'
import { readEvaluations, saveEvaluation } from './evaluations'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-evaluations-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function save(name: string, fingerprint: string) {
  const classes = [{ label: 0, character: '0', characters: ['0'] }]
  const scores = { kind: 'logits', values: Float32Array.of(1) } as const
  return saveEvaluation(join(folder, 'evaluations'), {
    dataset: { name, split: 'balanced', fingerprint, corrections: null },
    part: 'test',
    run: null,
    trainingImages: 1,
    seed: 1,
    bestEpoch: 1,
    model: 'tiny',
    measuredAt: '2026-01-01T00:00:00.000Z',
    report: { ...evaluationReport(Int32Array.of(0), scores, classes), unadjusted: null },
  })
}

test('a part that is measured again is counted again', async () => {
  expect((await save('made', 'aaaa')).measurements).toBe(1)
  expect((await save('made', 'aaaa')).measurements).toBe(2)
  expect(await readdir(join(folder, 'evaluations'))).toEqual(['made-test.json'])
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
  expect(await readdir(evaluations)).toEqual(['made-test.json', 'made-test.json.unreadable'])
  expect(await readEvaluations(evaluations)).toHaveLength(1)
})

test.each(['../x', 'a/b', '.', '', 'ł'.repeat(120)])(
  'a data set called "%s" gets a file in the folder',
  async (name) => {
    await save(name, 'aaaa')
    expect(await readdir(join(folder, 'evaluations'))).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['evaluations'])
  },
)
