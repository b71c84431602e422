import type {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  MaxPooling2D,
  ReLU,
} from '../../../src-preload/contract/layers'

// A network in code: each layer with its defaults filled in, as its schema would.

export const conv2d = (
  filters: number,
  kernelSize: number,
  { padding = 'same', useBias = true }: Partial<Pick<Conv2D, 'padding' | 'useBias'>> = {},
): Conv2D => ({ kind: 'Conv2D', filters, kernelSize, padding, useBias })

export const batchNormalization = (): BatchNormalization => ({
  kind: 'BatchNormalization',
  momentum: 0.99,
  epsilon: 1e-3,
})

export const reLU = (): ReLU => ({ kind: 'ReLU' })
export const maxPooling2D = (poolSize = 2): MaxPooling2D => ({ kind: 'MaxPooling2D', poolSize })
export const globalAveragePooling2D = (): GlobalAveragePooling2D => ({
  kind: 'GlobalAveragePooling2D',
})
export const dropout = (rate: number): Dropout => ({ kind: 'Dropout', rate })
export const flatten = (): Flatten => ({ kind: 'Flatten' })
export const dense = (units: number): Dense => ({ kind: 'Dense', units, useBias: true })
