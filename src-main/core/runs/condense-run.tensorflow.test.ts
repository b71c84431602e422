import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSafetensors } from '../safetensors/safetensors'
import { condenseRun } from './condense-run'
import { readEvaluations } from './evaluations'
import { evaluateRun } from './evaluate-run'
import { loadNetwork } from './load-network'
import { interruptAt, useRuns } from './made-runs.test-helper'
import { runPaths } from './run-folder'
import { readRunRecord } from './run-record'
import { startRun } from './start-run'

const { configuration, resources, runsFolder } = useRuns()

/** A finished run, and the folder it is to be condensed to. */
async function finished() {
  const { folder, record } = await startRun({
    ...resources(),
    configuration: configuration({ epochs: 2, precision: 'bfloat16' }),
  })
  const to = join(runsFolder(), 'small')
  return { folder, to, options: { ...resources(), run: { folder, record }, folder: to } }
}

test('weights are rounded to bfloat16, and the figures are of the rounded ones', async () => {
  const { folder, to, options } = await finished()
  const measured = await condenseRun(options)
  const before = await readSafetensors(runPaths(folder).best)
  const { weights, metadata } = await loadNetwork(to)
  for (const [name, values] of weights) {
    const exact = before.tensors.get(name)?.values ?? new Float32Array()
    expect(values).toHaveLength(exact.length)
    values.forEach((value, at) => {
      expect(Math.abs(value - (exact[at] ?? 0))).toBeLessThanOrEqual(Math.abs(value) * 2 ** -8)
    })
    // Nothing is left in the lower half of the bits.
    expect(new Uint16Array(values.buffer).every((half, at) => at % 2 === 1 || half === 0)).toBe(
      true,
    )
  }
  const { adjustment } = await loadNetwork(folder)
  expect((await loadNetwork(to)).adjustment).toEqual(adjustment)
  expect(metadata).toMatchObject({
    run: readRunRecord(runPaths(folder)).id,
    precision: 'float32',
  })

  const run = { folder: to, record: readRunRecord(runPaths(to)) }
  const again = await evaluateRun({ ...resources(), run, part: 'test' })
  expect(again.evaluation.report).toEqual(measured.report)
  const { accuracy, loss, interval } = measured.report
  expect(run.record.result?.test).toEqual({ accuracy, loss, interval })
})

test('a run is told whole, without paths, answers and optimizer', async () => {
  const { folder, to, options } = await finished()
  const paths = { datasetSource: '/home/ada/even', initialWeights: '/home/ada/first.safetensors' }
  await condenseRun({ ...options, run: { folder, record: { ...options.run.record, ...paths } } })
  const names = await readdir(to, { recursive: true })
  expect(names.toSorted()).toEqual([
    'checkpoints',
    'checkpoints/best.safetensors',
    'evaluations',
    'evaluations/even-test.json',
    'evaluations/even-validation.json',
    'metrics.jsonl',
    'run.json',
  ])
  const [test, validation] = await readEvaluations(runPaths(to).evaluations)
  expect([test?.part, test?.measurements]).toEqual(['test', 1])
  expect([validation?.part, validation?.measurements]).toEqual(['validation', 1])
  const { result, ...record } = readRunRecord(runPaths(to))
  const { result: resultBefore, ...before } = readRunRecord(runPaths(folder))
  const plain = { datasetSource: 'even', initialWeights: 'first.safetensors' }
  expect(record).toEqual({ ...before, ...plain })
  expect({ ...result, test: null }).toEqual({ ...resultBefore, test: null })
  expect(await readFile(runPaths(to).metrics)).toEqual(await readFile(runPaths(folder).metrics))
})

test('a folder that is there stays as it is', async () => {
  const { to, options } = await finished()
  await condenseRun(options)
  await expect(condenseRun(options)).rejects.toMatchObject({
    code: 'usage',
    message: `${to} is there already`,
  })
})

test('a run that has not finished is refused, and one of other data', async () => {
  const { to, options } = await finished()
  const cut = interruptAt((event) => event.type === 'epoch')
  const interrupted = await startRun({ ...resources(), ...cut, configuration: configuration() })
  await expect(condenseRun({ ...options, run: interrupted })).rejects.toMatchObject({
    code: 'usage',
    message: `${interrupted.record.id} has not finished`,
  })
  const other = { ...options.data, fingerprint: 'other' }
  await expect(condenseRun({ ...options, data: other })).rejects.toMatchObject({
    code: 'dataset-changed',
  })
  await expect(readdir(to)).rejects.toMatchObject({ code: 'ENOENT' })
})
