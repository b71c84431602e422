import { z } from 'zod'
import type { Operation } from '../../src-main/core/tensorflow/graph/graph'
import listed from './tensorflow-2.21.0.json'

const words = z.string().transform((text) => text.split(' ').filter((word) => word !== ''))
const kernelSchema = z.strictObject({
  device: z.enum(['GPU', 'DEFAULT']),
  /** The types that the kernel takes for an attribute; attributes not named here may have any. */
  types: z.record(z.string(), words),
  hostMemoryArguments: words,
})
const opSchema = z.strictObject({
  /** Names of the op's inputs, then of its outputs. */
  arguments: words,
  /** In the order in which a GPU looks for one. */
  kernels: z.array(kernelSchema),
})
type Kernel = z.infer<typeof kernelSchema>

/** What list-kernels.py wrote: the kernels that TensorFlow's GPU wheel has for each op of the engine. */
export const KERNEL_TABLE = z
  .strictObject({ tensorflow: z.string(), ops: z.record(z.string(), opSchema) })
  .parse(listed)

/**
 * What TensorFlow does with a node that it puts on a GPU. Kernels whose every argument lies in host memory
 * compute on the host, though they are registered for a GPU.
 */
export type Placement = 'gpu' | 'host' | 'no kernel'

export function placementOf(operation: Operation): Placement {
  const op = KERNEL_TABLE.ops[operation.type]
  const kernel = op?.kernels.find((candidate) => admits(candidate, operation))
  if (!op || !kernel) return 'no kernel'
  const onHost = op.arguments.every((name) => kernel.hostMemoryArguments.includes(name))
  return onHost ? 'host' : 'gpu'
}

function admits({ types }: Kernel, { attributes }: Operation): boolean {
  const values = new Map<string, unknown>(Object.entries(attributes))
  return Object.entries(types).every(([name, allowed]) =>
    allowed.some((type) => type === values.get(name)),
  )
}
