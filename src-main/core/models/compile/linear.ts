import type { Conv2D } from '../../../../src-preload/contract/layers'
import { assertNever } from '../../errors'
import type { SymbolicTensor } from '../../tensorflow/graph/graph'
import { elementCount, UNKNOWN_BATCH } from '../../tensorflow/graph/shape'
import { matMul, multiply } from '../../tensorflow/ops/arithmetic'
import { cast, reshape } from '../../tensorflow/ops/array'
import { scalar } from '../../tensorflow/ops/constants'
import { biasAdd, conv2d } from '../../tensorflow/ops/network'
import type { StageOf } from './stages'

/** A convolution or dense layer, in the type of `x`; training and inference build it alike. */
export function linear(
  stage: StageOf<'Conv2D'> | StageOf<'Dense'>,
  x: SymbolicTensor,
  { weight }: { readonly weight: (name: string) => SymbolicTensor },
): SymbolicTensor {
  const master = weight(`${stage.name}/kernel`)
  const { scale } = stage
  const kernel = cast(scale === 1 ? master : multiply(master, scalar(x.graph, scale)), x.dtype)
  const y = product(stage, x, kernel)
  return stage.useBias ? biasAdd(y, cast(weight(`${stage.name}/bias`), x.dtype)) : y
}

function product(
  stage: StageOf<'Conv2D'> | StageOf<'Dense'>,
  x: SymbolicTensor,
  kernel: SymbolicTensor,
): SymbolicTensor {
  switch (stage.kind) {
    case 'Conv2D':
      return convolve(stage, x, kernel)
    case 'Dense':
      return matMul(x, kernel)
    default:
      return assertNever(stage)
  }
}

/** A convolution as its layer pads it, with whatever kernel. */
export function convolve(
  { padding }: Pick<Conv2D, 'padding'>,
  x: SymbolicTensor,
  kernel: SymbolicTensor,
): SymbolicTensor {
  return conv2d(x, kernel, padding === 'same' ? 'SAME' : 'VALID')
}

/** `[batch, ...]` to `[batch, features]`. */
export function flattenStage(x: SymbolicTensor): SymbolicTensor {
  return reshape(x, [x.shape[0] ?? UNKNOWN_BATCH, elementCount(x.shape.slice(1))])
}
