/**
 * A network is a list of layers, first to last, with the names and defaults of Keras. Layers are plain
 * data: the same list is described, summarised, compiled to a graph and exported.
 */
export type Layer = Conv2D | BatchNormalization | ReLU | MaxPooling2D | Dropout | Flatten | Dense

/** Cross-correlation with stride 1 over `[height, width, channels]`. */
export interface Conv2D {
  readonly kind: 'Conv2D'
  readonly filters: number
  /** Side of the square kernel. */
  readonly kernelSize: number
  readonly padding: 'same' | 'valid'
  readonly useBias: boolean
}

export interface BatchNormalization {
  readonly kind: 'BatchNormalization'
  /** Share of the old value that the moving statistics keep at each step. */
  readonly momentum: number
  readonly epsilon: number
}

export interface ReLU {
  readonly kind: 'ReLU'
}

/** The maximum of squares that do not overlap; an incomplete one at the edge is dropped. */
export interface MaxPooling2D {
  readonly kind: 'MaxPooling2D'
  readonly poolSize: number
}

/** Sets a share of the values to 0 in training and scales the others by 1 / (1 - rate). */
export interface Dropout {
  readonly kind: 'Dropout'
  readonly rate: number
}

export interface Flatten {
  readonly kind: 'Flatten'
}

export interface Dense {
  readonly kind: 'Dense'
  readonly units: number
  readonly useBias: boolean
}

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
export const dropout = (rate: number): Dropout => ({ kind: 'Dropout', rate })
export const flatten = (): Flatten => ({ kind: 'Flatten' })
export const dense = (units: number): Dense => ({ kind: 'Dense', units, useBias: true })
