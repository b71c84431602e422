import type {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  MaxPooling2D,
  ReLU,
} from '../../../../src-preload/contract/layers'
import { assertNever } from '../../errors'
import type { Model, ModelLayer } from '../model'

/** Where augmentation draws its random numbers; dropout layers take the sites after it. */
export const AUGMENTATION_SITE = 0
/** What of it came later: beyond any dropout layer, so that all other numbers stayed as they were. */
export const LOOK_SITE = 1_000_000
export const REDRAW_SITE = 1_000_001

/**
 * What a model is compiled from: its layers, some of them fused. A stage with a `scale` multiplies what
 * follows from its weights by that number: dropout's 1 / (1 - rate) may move there.
 */
export type Stage =
  | (ModelLayer<Conv2D | BatchNormalization | Dense> & { readonly scale: number })
  | ModelLayer<ReLU | MaxPooling2D | GlobalAveragePooling2D | Flatten>
  | (ModelLayer<Dropout> & { readonly site: number })
  | FusedRelu
  | PatchBlock
  | FoldedConvolution

/**
 * Relu together with the max-pooling or the dropout behind it, or both: one gradient passes all of them.
 * Made by the fast paths relu-after-pool and byte-dropout.
 */
export interface FusedRelu {
  readonly kind: 'FusedReLU'
  readonly name: string
  /** null where there is no max-pooling. */
  readonly poolSize: number | null
  /** null where there is no dropout. */
  readonly dropout: { readonly rate: number; readonly site: number } | null
}

/** The first convolution, normalisation and relu; made by the patch-covariance fast path. */
export interface PatchBlock {
  readonly kind: 'PatchBlock'
  readonly name: string
  readonly convolution: ModelLayer<Conv2D>
  readonly normalization: ModelLayer<BatchNormalization>
}

/** A convolution that has taken in the normalisation after it; for inference. */
export interface FoldedConvolution {
  readonly kind: 'FoldedConvolution'
  readonly name: string
  readonly convolution: ModelLayer<Conv2D>
  readonly normalization: ModelLayer<BatchNormalization>
}

export type StageOf<Kind extends Stage['kind']> = Extract<Stage, { kind: Kind }>

/** The layers as stages, nothing fused; dropout of nothing is left out. */
export function plainStages({ layers }: Model): readonly Stage[] {
  let site = AUGMENTATION_SITE
  return layers
    .filter((layer) => layer.kind !== 'Dropout' || layer.rate > 0)
    .map((layer): Stage => {
      switch (layer.kind) {
        case 'Conv2D':
        case 'BatchNormalization':
        case 'Dense':
          return { ...layer, scale: 1 }
        case 'Dropout':
          site += 1
          return { ...layer, site }
        case 'ReLU':
        case 'MaxPooling2D':
        case 'GlobalAveragePooling2D':
        case 'Flatten':
          return layer
        default:
          return assertNever(layer)
      }
    })
}
