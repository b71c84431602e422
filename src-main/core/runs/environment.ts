import { availableParallelism } from 'node:os'
import { version } from '../../../package.json'
import type { Environment } from '../../../src-preload/contract/run'
import type { FastPaths } from '../models/fast-paths/fast-paths'
import { describeCpu, type CpuFeatures, type Runtime } from '../tensorflow/runtime'

/** What decides, besides the configuration, which bits come out of a run. */
export function describeEnvironment(
  runtime: Runtime,
  cpu: CpuFeatures,
  fastPaths: FastPaths,
  {
    device,
    deviceName,
    withoutGpu,
    tf32,
  }: Pick<Environment, 'device' | 'deviceName' | 'withoutGpu' | 'tf32'>,
): Environment {
  return {
    glyphlab: version,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: describeCpu(cpu),
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism(),
    tensorflow: `${runtime.version ?? 'unknown'} (${runtime.variant})`,
    device,
    ...(deviceName === undefined ? {} : { deviceName }),
    ...(withoutGpu === undefined ? {} : { withoutGpu }),
    ...(tf32 === undefined ? {} : { tf32 }),
    fastPaths: Object.entries(fastPaths).flatMap(([name, isOn]) => (isOn ? [name] : [])),
    // TensorFlow's CPU kernels sum in an order that depends on the number of threads alone; those of a card in any
    // order, unless they are told not to.
    deterministic:
      device === 'cpu' || /^(1|true)$/i.test(process.env['TF_DETERMINISTIC_OPS'] ?? ''),
  }
}

/**
 * The first difference that changes the bits that come out, in words; null where there is none.
 * @param isSamePrecision where it is another one, other fast paths are no difference of the machine
 */
export function differenceBetween(
  before: Environment,
  now: Environment,
  isSamePrecision: boolean,
): string | null {
  const keys = [
    ...(['processor', 'threads', 'tensorflow', 'device', 'deviceName', 'tf32'] as const),
    ...(['fastPaths', 'glyphlab'] as const),
  ] as const
  const key = keys.find(
    (name) =>
      (name !== 'fastPaths' || isSamePrecision) && String(before[name]) !== String(now[name]),
  )
  return key === undefined ? null : `${key} was ${text(before[key])}, is ${text(now[key])}`
}

function text(value: Environment[keyof Environment]): string {
  return value === undefined ? 'not' : String(value)
}
