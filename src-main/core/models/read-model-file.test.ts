import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Layer } from '../../../src-preload/contract/layers'
import { trainingConfigurationSchema } from '../../../src-preload/contract/training'
import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePooling2D,
  maxPooling2D,
  reLU,
} from './layers'
import { readModelFile } from './read-model-file'

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures/keras-models')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-models-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function readText(text: string): Promise<readonly Layer[]> {
  const path = join(folder, 'mine.json')
  await writeFile(path, text)
  const architecture = await readModelFile(path)
  expect(architecture).toMatchObject({ name: 'layers', title: 'mine' })
  return architecture.name === 'layers' ? architecture.layers : []
}

const readJson = (json: unknown): Promise<readonly Layer[]> => readText(JSON.stringify(json))

const refused = (problem: string): object =>
  expect.objectContaining({
    code: 'model-invalid',
    message: `${join(folder, 'mine.json')}: ${problem}`,
  })

describe("the engine's list of layers", () => {
  const written = [
    { kind: 'Conv2D', filters: 4, kernelSize: 3 },
    { kind: 'BatchNormalization' },
    { kind: 'ReLU' },
    { kind: 'MaxPooling2D' },
    { kind: 'Dropout', rate: 0.1 },
    { kind: 'Flatten' },
    { kind: 'Dense', units: 5, useBias: false },
  ]
  const read: readonly Layer[] = [
    conv2d(4, 3),
    batchNormalization(),
    reLU(),
    maxPooling2D(),
    dropout(0.1),
    flatten(),
    { kind: 'Dense', units: 5, useBias: false },
  ]

  test('is read with its defaults filled in', async () => {
    expect(await readJson(written)).toEqual(read)
    expect(await readJson({ layers: written })).toEqual(read)
  })

  test('may begin with the mark that editors of Windows write', async () => {
    expect(await readText(`\uFEFF${JSON.stringify(written)}`)).toEqual(read)
  })

  test('becomes part of a configuration', async () => {
    const path = join(folder, 'kept.json')
    await writeFile(path, JSON.stringify(written))
    const architecture = await readModelFile(path)
    const configuration = trainingConfigurationSchema.parse({ architecture })
    expect(trainingConfigurationSchema.parse(JSON.parse(JSON.stringify(configuration)))).toEqual(
      configuration,
    )
  })

  test.each<[string, unknown, string]>([
    [
      'another kind',
      [{ kind: 'Flatten' }, { kind: 'LSTM', units: 3 }],
      'layer 2: its kind is "LSTM", there are Conv2D, BatchNormalization, ReLU, MaxPooling2D, GlobalAveragePooling2D, Dropout, Flatten, Dense',
    ],
    [
      'no kind',
      [{ units: 3 }],
      'layer 1: its kind is missing, there are Conv2D, BatchNormalization, ReLU, MaxPooling2D, GlobalAveragePooling2D, Dropout, Flatten, Dense',
    ],
    [
      'a parameter of another layer',
      [{ kind: 'Flatten', units: 3 }],
      'layer 1 (Flatten): Unrecognized key: "units"',
    ],
    [
      'a missing parameter',
      [{ kind: 'Flatten' }, { kind: 'Dense' }],
      'layer 2 (Dense): units is missing',
    ],
    [
      'an absurd size',
      [{ kind: 'Conv2D', filters: 1e9, kernelSize: 3 }],
      'layer 1 (Conv2D): filters: Too big: expected number to be <=65536',
    ],
    [
      'an absurd kernel',
      [{ kind: 'Conv2D', filters: 1, kernelSize: 100_000 }],
      'layer 1 (Conv2D): kernelSize: Too big: expected number to be <=255',
    ],
    [
      'weights beyond any memory',
      [{ kind: 'Flatten' }, { kind: 'Dense', units: 1_000_000 }],
      'dense: a kernel of [784, 1000000] does not fit in memory',
    ],
    [
      'activations beyond any memory',
      [{ kind: 'Conv2D', filters: 60_000, kernelSize: 1 }],
      'conv2d: with it one image takes 47,040,000 values, more than fit in memory',
    ],
    [
      'ten thousand layers',
      new Array(10_000).fill({ kind: 'ReLU' }),
      '10,000 layers, at most 200 are allowed',
    ],
    [
      'ten thousand layers of Keras',
      { class_name: 'Sequential', config: { layers: new Array(10_000).fill(0) } },
      '10,000 layers, at most 200 are allowed',
    ],
    ['no layer', [], 'a list of layers is wanted: Too small: expected array to have >=1 items'],
    [
      'layers that are no list',
      { layers: 'many' },
      'a list of layers is wanted: Invalid input: expected array, received string',
    ],
    [
      'layers that do not fit each other',
      [{ kind: 'Dense', units: 5 }],
      'dense: its input is [28, 28, 1]: put a Flatten before it',
    ],
    ['a number', 7, "neither a list of layers nor Keras's to_json() of a Sequential"],
    [
      'another object',
      { model: [], layers: [] },
      "neither a list of layers nor Keras's to_json() of a Sequential",
    ],
  ])('is refused with %s', async (_, json, problem) => {
    await expect(readJson(json)).rejects.toEqual(refused(problem))
  })

  test('is refused where the file is no JSON, in one line', async () => {
    await expect(readText('[\n{"kind"\n')).rejects.toEqual(
      expect.objectContaining({
        code: 'model-invalid',
        message: expect.stringMatching(/^[^\n]*mine\.json: no JSON: [^\n]+$/),
      }),
    )
  })

  test('nested without end is refused', async () => {
    const depth = 200_000
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`
    for (const text of [nested, `[{"kind":${nested}}]`, `{"class_name":${nested}}`])
      await expect(readText(text)).rejects.toMatchObject({ code: 'model-invalid' })
  })

  test.each([
    ['a folder', '.', 'is no file'],
    ['no file', 'missing.json', 'cannot be read (ENOENT)'],
  ])('is refused for %s', async (_, name, problem) => {
    const path = join(folder, name)
    await expect(readModelFile(path)).rejects.toMatchObject({
      code: 'model-invalid',
      message: `${path}: ${problem}`,
    })
  })

  test('is refused for a file of megabytes, unread', async () => {
    await expect(readText(' '.repeat(9_000_000))).rejects.toEqual(
      refused('9,000,000 bytes, at most 8,388,608 are allowed'),
    )
  })
})

describe.each(['keras-2', 'keras-3'])('a Sequential of %s', (version) => {
  const layersOf = async (name: string) => {
    const architecture = await readModelFile(join(FIXTURES, `${version}-${name}.json`))
    return architecture.name === 'layers' ? architecture.layers : []
  }

  test('with activations within its layers', async () => {
    expect(await layersOf('activations-within')).toEqual([
      conv2d(6, 5),
      reLU(),
      maxPooling2D(),
      conv2d(8, 3, { padding: 'valid' }),
      reLU(),
      maxPooling2D(3),
      flatten(),
      { kind: 'Dense', units: 10, useBias: false },
      reLU(),
      dropout(0.5),
      dense(5),
    ])
  })

  test('with activations as layers', async () => {
    expect(await layersOf('activations-as-layers')).toEqual([
      conv2d(4, 3, { useBias: false }),
      { kind: 'BatchNormalization', momentum: 0.9, epsilon: 1e-5 },
      reLU(),
      maxPooling2D(),
      flatten(),
      dense(10),
      reLU(),
      dense(5),
    ])
  })

  test('with the mean of each channel', async () => {
    expect(await layersOf('averaged')).toEqual([
      conv2d(8, 3, { padding: 'valid' }),
      reLU(),
      globalAveragePooling2D(),
      dense(5),
    ])
  })

  test('with an unsupported layer is refused by its name', async () => {
    const text = await readFile(join(FIXTURES, `${version}-averaged.json`), 'utf8')
    await expect(
      readText(text.replaceAll('GlobalAveragePooling2D', 'GlobalMaxPooling2D')),
    ).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(
        / \(GlobalMaxPooling2D\): this class is not supported, there are InputLayer, Conv2D, .*Dense$/,
      ),
    })
  })
})

describe('what the engine would train otherwise than Keras is refused:', () => {
  /** A network whose layer of the class has other parameters. */
  async function changed(className: string, parameters: object): Promise<string> {
    const name = className === 'GlobalAveragePooling2D' ? 'averaged' : 'activations-as-layers'
    const text = await readFile(join(FIXTURES, `keras-3-${name}.json`), 'utf8')
    const json = JSON.parse(text) as {
      config: { layers: { class_name: string; config: object }[] }
    }
    const layer = json.config.layers.find(({ class_name }) => class_name === className)
    Object.assign(layer?.config ?? {}, parameters)
    return JSON.stringify(json)
  }

  test.each<[string, object, string]>([
    [
      'InputLayer',
      { batch_shape: [null, 32, 32, 3] },
      'input_layer_1 (InputLayer): batch_shape [null,32,32,3] is not supported, wanted is [null,28,28,1]',
    ],
    [
      'Conv2D',
      { strides: [2, 2] },
      'conv2d_2 (Conv2D): strides [2,2] is not supported, wanted is 1',
    ],
    [
      'Conv2D',
      { dilation_rate: [2, 1] },
      'conv2d_2 (Conv2D): dilation_rate [2,1] is not supported, wanted is 1',
    ],
    ['Conv2D', { groups: 2 }, 'conv2d_2 (Conv2D): groups 2 is not supported, wanted is 1'],
    [
      'Conv2D',
      { kernel_size: [3, 5] },
      'conv2d_2 (Conv2D): kernel_size [3,5] is not supported, wanted is a square that fits',
    ],
    [
      'Conv2D',
      { filters: undefined },
      'conv2d_2 (Conv2D): filters missing, wanted is a whole number that fits in memory',
    ],
    [
      'Conv2D',
      { padding: 'causal' },
      'conv2d_2 (Conv2D): padding "causal" is not supported, wanted is valid or same',
    ],
    [
      'Conv2D',
      { data_format: 'channels_first' },
      'conv2d_2 (Conv2D): data_format "channels_first" is not supported, wanted is channels_last',
    ],
    [
      'Conv2D',
      { activation: 'tanh' },
      'conv2d_2 (Conv2D): activation "tanh" is not supported, wanted is linear, relu or, at the end, softmax',
    ],
    [
      'Conv2D',
      { kernel_initializer: { class_name: 'HeNormal', config: { seed: null } } },
      'conv2d_2 (Conv2D): kernel_initializer {"class_name":"HeNormal","config":{"seed":null}} ' +
        'is not supported, wanted is GlorotUniform without a seed of its own',
    ],
    [
      'Dense',
      { kernel_regularizer: { class_name: 'L2', config: { l2: 0.01 } } },
      'dense_2 (Dense): kernel_regularizer {"class_name":"L2","config":{"l2":0.01}} is not supported',
    ],
    [
      'Dense',
      { trainable: false },
      'dense_2 (Dense): trainable false is not supported, wanted is true',
    ],
    [
      'Dense',
      { dtype: { class_name: 'DTypePolicy', config: { name: 'mixed_bfloat16' } } },
      'dense_2 (Dense): dtype {"class_name":"DTypePolicy","config":{"name":"mixed_bfloat16"}} ' +
        'is not supported, wanted is float32',
    ],
    ['Dense', { activation: 'softmax' }, 'dense_2 (Dense): a softmax is supported at the end only'],
    [
      'BatchNormalization',
      { scale: false },
      'batch_normalization (BatchNormalization): scale false is not supported, wanted is true',
    ],
    [
      'BatchNormalization',
      { renorm: true },
      'batch_normalization (BatchNormalization): renorm true is not supported, wanted is false',
    ],
    [
      'BatchNormalization',
      { axis: 1 },
      'batch_normalization (BatchNormalization): axis 1 is not supported, wanted is the last axis',
    ],
    [
      'ReLU',
      { negative_slope: 0.1 },
      're_lu (ReLU): negative_slope 0.1 is not supported, wanted is 0',
    ],
    ['ReLU', { max_value: 6 }, 're_lu (ReLU): max_value 6 is not supported, wanted is none'],
    [
      'MaxPooling2D',
      { strides: [1, 1] },
      'max_pooling2d_2 (MaxPooling2D): strides [1,1] is not supported, wanted is the size of the pool',
    ],
    [
      'MaxPooling2D',
      { padding: 'same' },
      'max_pooling2d_2 (MaxPooling2D): padding "same" is not supported, wanted is valid',
    ],
    [
      'GlobalAveragePooling2D',
      { keepdims: true },
      'global_average_pooling2d (GlobalAveragePooling2D): keepdims true is not supported, wanted is false',
    ],
    ['Softmax', { axis: 1 }, 'softmax (Softmax): axis 1 is not supported, wanted is -1'],
  ])('%s with %j', async (className, parameters, problem) => {
    await expect(changed(className, parameters).then(readText)).rejects.toEqual(refused(problem))
  })

  test('a parameter that asks for nothing is none to refuse', async () => {
    const harmless = await changed('Dense', { lora_rank: null, quantized: false })
    await expect(readText(harmless)).resolves.toHaveLength(8)
  })

  test('a seed of a dropout layer', async () => {
    const dropoutLayer = { class_name: 'Dropout', config: { name: 'drop', rate: 0.5, seed: 3 } }
    await expect(
      readJson({ class_name: 'Sequential', config: { layers: [dropoutLayer] } }),
    ).rejects.toEqual(
      refused(
        "drop (Dropout): seed 3 is not supported, wanted is null: a run's own --seed decides",
      ),
    )
  })

  test('a model that is no Sequential', async () => {
    await expect(readJson({ class_name: 'Functional', config: { layers: [] } })).rejects.toEqual(
      refused('a Keras model of class "Functional", wanted is a Sequential with a list of layers'),
    )
  })

  test('a Sequential for other images', async () => {
    const config = { layers: [], build_input_shape: [null, 64, 64, 3] }
    await expect(readJson({ class_name: 'Sequential', config })).rejects.toEqual(
      refused('build_input_shape [null,64,64,3] is not supported, wanted is [null,28,28,1]'),
    )
  })

  test('what is no layer', async () => {
    await expect(
      readJson({ class_name: 'Sequential', config: { layers: [{ name: 'a' }] } }),
    ).rejects.toEqual(refused('layer 1: no Keras layer with a name'))
  })
})
