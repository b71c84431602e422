import { expect, test } from 'vitest'
import type { Layer } from '../../../../src-preload/contract/layers'
import { plainStages, type Stage } from '../compile/stages'
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling2D,
  maxPooling2D,
  reLU,
} from '../layers'
import { buildModel } from '../model'
import { byteDropout } from './byte-dropout'
import {
  ALL_FAST_PATHS,
  cpuFastPaths,
  fastPathsOn,
  NO_FAST_PATHS,
  trainingStages,
} from './fast-paths'
import { patchCovariance } from './patch-covariance'
import { reluAfterPool } from './relu-after-pool'

const stagesOf = (layers: readonly Layer[]) => plainStages(buildModel(layers, [28, 28, 1]))

/** A stage in one word, with its scale and what it is fused with: `Dense*2`, `FusedReLU(pool)`. */
const print = (stages: readonly Stage[]) => stages.map(printStage).join(' ')

function printStage(stage: Stage): string {
  if (stage.kind === 'FusedReLU') {
    const parts = [stage.poolSize === null ? '' : 'pool', stage.dropout === null ? '' : 'dropout']
    return `FusedReLU(${parts.filter(Boolean).join(',')})`
  }
  return stage.kind + ('scale' in stage && stage.scale !== 1 ? `*${stage.scale}` : '')
}

const convolution = [conv2d(4, 3, { useBias: false }), batchNormalization(), reLU()]
const head = [flatten(), dense(3)]

test('all paths together leave the reference net six kernels shorter', () => {
  const layers = [
    ...convolution,
    ...convolution,
    maxPooling2D(),
    dropout(0.25),
    flatten(),
    dense(8),
    reLU(),
    dropout(0.5),
    dense(3),
  ]
  const model = buildModel(layers, [28, 28, 1])
  expect(print(trainingStages(model, ALL_FAST_PATHS))).toBe(
    `PatchBlock Conv2D BatchNormalization*${1 / 0.75} FusedReLU(pool,dropout) Flatten Dense FusedReLU(dropout) Dense*2`,
  )
  expect(trainingStages(model, NO_FAST_PATHS)).toEqual(plainStages(model))
})

test('relu is fused with each pool that follows it', () => {
  const layers = [conv2d(4, 3), reLU(), maxPooling2D(), conv2d(4, 3), reLU(), ...head]
  expect(print(reluAfterPool(stagesOf(layers)))).toBe(
    'Conv2D FusedReLU(pool) Conv2D ReLU Flatten Dense',
  )
})

test.each([
  [
    'the factor goes into a normalisation before',
    [...convolution, dropout(0.5), ...head],
    'Conv2D BatchNormalization*2 FusedReLU(dropout) Flatten Dense',
  ],
  [
    'the mean over the image lets the factor pass',
    [conv2d(4, 3), reLU(), dropout(0.5), globalAveragePooling2D(), dense(3)],
    'Conv2D FusedReLU(dropout) GlobalAveragePooling2D Dense*2',
  ],
  [
    'without one it goes into the next linear layer',
    [conv2d(4, 3), reLU(), dropout(0.5), ...head],
    'Conv2D FusedReLU(dropout) Flatten Dense*2',
  ],
  [
    'a normalisation behind would undo it: the dropout stays',
    [conv2d(4, 3), reLU(), dropout(0.5), batchNormalization(), ...head],
    'Conv2D ReLU Dropout BatchNormalization Flatten Dense',
  ],
  [
    'a dropout that does not follow a relu stays',
    [conv2d(4, 3), reLU(), ...head.slice(0, 1), dropout(0.5), dense(3)],
    'Conv2D ReLU Flatten Dropout Dense',
  ],
  [
    'a rate that bytes cannot express stays',
    [conv2d(4, 3), reLU(), dropout(0.3), ...head],
    'Conv2D ReLU Dropout Flatten Dense',
  ],
  [
    'two factors on one layer multiply',
    [conv2d(4, 3), reLU(), dropout(0.5), reLU(), dropout(0.75), ...head],
    'Conv2D FusedReLU(dropout) FusedReLU(dropout) Flatten Dense*8',
  ],
])('byte dropout: %s', (_, layers, expected) => {
  expect(print(byteDropout(stagesOf(layers)))).toBe(expected)
})

test.each([
  ['a convolution with bias', [conv2d(4, 3), ...convolution.slice(1)]],
  [
    'one without padding',
    [conv2d(4, 3, { useBias: false, padding: 'valid' }), ...convolution.slice(1)],
  ],
  ['a large kernel', [conv2d(4, 7, { useBias: false }), ...convolution.slice(1)]],
  ['a pool right behind', [...convolution, maxPooling2D()]],
  ['a dropout right behind', [...convolution, dropout(0.5)]],
  ['no normalisation', [conv2d(4, 3, { useBias: false }), reLU()]],
])('patch covariance leaves %s alone', (_, layers) => {
  const stages = stagesOf([...layers, ...head])
  expect(patchCovariance(stages)).toBe(stages)
})

test('only the first convolution becomes a patch block', () => {
  expect(print(patchCovariance(stagesOf([...convolution, ...convolution, ...head])))).toBe(
    'PatchBlock Conv2D BatchNormalization ReLU Flatten Dense',
  )
})

test.each([
  ['float32', false, true],
  ['float32', true, true],
  ['bfloat16', false, false],
  ['bfloat16', null, false],
  ['bfloat16', true, true],
] as const)(
  'in %s, with AMX %s, the patch covariance is used: %s',
  (precision, amxBfloat16, used) => {
    expect(cpuFastPaths(precision, { amxBfloat16 })).toEqual({
      ...ALL_FAST_PATHS,
      patchCovariance: used,
    })
  },
)

test('on a graphics card the training graph is the plain one', () => {
  const layers = [...convolution, ...convolution, maxPooling2D(), dropout(0.25), ...head]
  const model = buildModel(layers, [28, 28, 1])
  const cpu = { amxBfloat16: true }
  for (const precision of ['float32', 'bfloat16'] as const) {
    const onCard = fastPathsOn('gpu:1', precision, cpu)
    expect(trainingStages(model, onCard)).toEqual(plainStages(model))
    expect(onCard.integerReluGradient).toBe(false)
    const onProcessor = fastPathsOn('cpu', precision, cpu)
    expect(print(trainingStages(model, onProcessor))).not.toBe(print(plainStages(model)))
  }
})
