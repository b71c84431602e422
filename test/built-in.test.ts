import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { EvaluationFile } from '../src-preload/contract/evaluation'
import { PRESETS } from '../src-preload/contract/presets'
import type { RunRecord } from '../src-preload/contract/run'
import { trainingConfigurationSchema } from '../src-preload/contract/training'
import { architectureLayers } from '../src-main/core/models/architectures'
import { buildModel, IMAGE_SHAPE } from '../src-main/core/models/model'
import { modelSize } from '../src-main/core/models/summary'
import { grouped, percent, percentInterval } from '../src-main/core/number-text'
import { builtInFolder } from '../src-main/core/recognition/built-in'
import { readEvaluations } from '../src-main/core/runs/evaluations'
import { loadNetwork } from '../src-main/core/runs/load-network'
import { runPaths } from '../src-main/core/runs/run-folder'
import { readRunRecord } from '../src-main/core/runs/run-record'
import { readStoredTensors } from '../src-main/core/safetensors/safetensors'

/** What the issue of the sketch pad allows. */
const MOST = { multiplyAdds: 60_000_000, bytes: 4_000_000 } as const

/** In what the last of its runs, which began with the weights of another, differs from the preset. */
const REFINED = {
  ...{ epochs: 2, warmUpEpochs: 0.1, learningRate: 6e-4, weightAveraging: 0.995, seed: 12 },
  augmentation: { ...PRESETS['best-accuracy'].augmentation, redraw: 1 },
} as const

const folder = builtInFolder()
const paths = runPaths(folder)
let record: RunRecord
let evaluations: readonly EvaluationFile[]
beforeAll(async () => {
  record = readRunRecord(paths)
  // Whoever measures it on other data leaves that here, too.
  evaluations = (await readEvaluations(paths.evaluations)).filter(
    ({ dataset }) => dataset.fingerprint === record.description.fingerprint,
  )
})

async function filesOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('the built-in model', () => {
  test('was trained with the preset for the best accuracy, refined for sketches', () => {
    const { configuration } = record.description
    // Which of both is faster depends on the processor: the preset takes the one that all have.
    expect({ ...configuration, precision: 'float32' }).toEqual(
      trainingConfigurationSchema.parse({ ...PRESETS['best-accuracy'], ...REFINED }),
    )
    expect(record.initialWeights).not.toBeNull()
    expect(record.status).toBe('finished')
  })

  test('is the network that its configuration names', async () => {
    const { architecture } = record.description.configuration
    const { model } = await loadNetwork(folder)
    const named = buildModel(architectureLayers(architecture, model.classes), IMAGE_SHAPE)
    expect(model).toEqual(named)
  })

  test('keeps to the multiply-adds and bytes that it may have', async () => {
    const { model } = await loadNetwork(folder)
    const { multiplyAdds, total } = modelSize(model)
    expect(multiplyAdds).toBeLessThanOrEqual(MOST.multiplyAdds)
    expect(record.description).toMatchObject({ multiplyAdds, parameters: total })
    const sizes = await Promise.all(
      (await filesOf(folder)).map(async (path) => (await stat(path)).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST.bytes)
  })

  test('has its weights in bfloat16', async () => {
    const { tensors } = await readStoredTensors(paths.best)
    expect([...tensors.values()].every(({ values }) => values instanceof Uint16Array)).toBe(true)
  })

  test('was measured on what it was trained on, a part each', () => {
    const { dataset, split, fingerprint, corrections } = record.description
    expect(evaluations.map(({ part }) => part)).toEqual(['test', 'validation'])
    for (const evaluation of evaluations) {
      expect(evaluation.dataset).toEqual({ name: dataset, split, fingerprint, corrections })
      expect(evaluation.run).toBe(record.id)
    }
    const [{ report } = { report: null }] = evaluations
    expect(record.result?.test).toEqual({
      accuracy: report?.accuracy,
      loss: report?.loss,
      interval: report?.interval,
    })
  })

  test('says in its README what its files say', async () => {
    const text = await readFile(join(folder, 'README.md'), 'utf8')
    const { description, environment, id } = record
    const { configuration } = description
    const [measured] = evaluations
    if (!measured?.report.interval) throw new Error('there is no measurement of the test part')
    const { accuracy, interval } = measured.report
    for (const said of [
      `--preset best-accuracy --precision ${configuration.precision}`,
      `--epochs ${configuration.epochs} --warm-up ${configuration.warmUpEpochs}`,
      `--learning-rate ${configuration.learningRate.toExponential()}`,
      `--weight-averaging ${configuration.weightAveraging}`,
      `--redrawn-share ${configuration.augmentation?.redraw}`,
      id,
      `seed ${configuration.seed}`,
      `split seed ${configuration.splitSeed}`,
      description.fingerprint,
      `${grouped(description.trainingImages)} training`,
      `${grouped(description.validationImages)} validation`,
      `${grouped(description.testImages)} test`,
      `${grouped(description.multiplyAdds)} multiply-adds`,
      `${grouped(description.parameters)} parameters`,
      `${percent(accuracy ?? 0)} ${percentInterval(interval)}`,
      percent(record.result?.validation.accuracy ?? 0),
      environment.processor,
      `TensorFlow ${environment.tensorflow}`,
    ])
      expect(text).toContain(said)
  })

  test('says nothing of whose machine it was trained on', async () => {
    for (const path of await filesOf(folder)) {
      const content = await readFile(path, 'latin1')
      expect(content.match(/\/(home|Users|root|tmp|work|mnt|var)\/\w+/g) ?? []).toEqual([])
    }
  })
})
