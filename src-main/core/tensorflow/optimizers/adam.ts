import type { Operation } from '../graph/graph'
import { add, multiply, power } from '../ops/arithmetic'
import { scalar } from '../ops/constants'
import { readVariable, subtractFromVariable } from '../ops/variables'
import type { Slots, Update } from './update'

/** Keras's defaults, which are the paper's but for epsilon. */
const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

/**
 * Adam (Kingma and Ba 2015) in the form of the paper's section 2, last paragraph: epsilon is added to
 * the root of the uncorrected second moment, as TensorFlow's kernel and Keras do. The powers of the
 * betas follow from the step, so that m and v are all the state there is.
 */
export function applyAdam(
  { weight, gradient, learningRate, step, after }: Update,
  slots: Slots,
): Operation {
  const { graph } = gradient
  const count = add(step, scalar(graph, 1))
  return graph.add(
    'ResourceApplyAdam',
    [
      weight.handle,
      ...slots.map(({ handle }) => handle),
      power(scalar(graph, BETA_1), count),
      power(scalar(graph, BETA_2), count),
      learningRate,
      scalar(graph, BETA_1),
      scalar(graph, BETA_2),
      scalar(graph, EPSILON),
      gradient,
    ],
    { T: weight.dtype, use_locking: false },
    [],
    { control: after },
  )
}

/** AdamW (Loshchilov and Hutter 2019): the weight shrinks by rate times decay first, as in Keras. */
export function applyAdamW(update: Update, slots: Slots, weightDecay: number): Operation {
  const { weight, learningRate, after } = update
  const rate = multiply(learningRate, scalar(learningRate.graph, weightDecay))
  const old = readVariable(weight, { control: after })
  const decay = subtractFromVariable(weight, multiply(old, rate), { control: after })
  return applyAdam({ ...update, after: [decay] }, slots)
}
