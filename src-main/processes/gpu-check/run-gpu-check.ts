import { availableParallelism, totalmem } from 'node:os'
import { version } from '../../../package.json'
import {
  checkedNetworkSchema,
  type DeviceHalf,
  type GpuCheckCase,
  type GpuCheckProgress,
  type GpuCheckReport,
} from '../../../src-preload/contract/gpu-check'
import type { Device } from '../../../src-preload/contract/job'
import { precisionSchema } from '../../../src-preload/contract/training'
import { STROKE_CLASSES } from '../../core/datasets/strokes/classes'
import { errorData, GlyphlabError } from '../../core/errors'
import {
  compilesKernels,
  diagnosedGpu,
  explainGpu,
  gpuError,
  hasTf32,
  lookForGpus,
  type Gpu,
  type GpuVerdict,
  type LookOptions,
} from '../../core/gpu'
import { cudaVersionText } from '../../core/gpu/requirements'
import { cpuFeatures, describeCpu, type Runtime } from '../../core/tensorflow/runtime'
import { CHECKED_DATA, CHECKED_TRAINING, COMPARED_STEPS } from '../../core/training/device-check'
import { COMPILING_LIMIT_MS } from '../doctor/check-gpu'
import type { StartProcess } from '../start-process'
import { checkVerdict } from './check-verdict'
import { compareDevices } from './compare-devices'
import { measureOn, type MeasuredOn } from './measure-on'

export interface RunGpuCheckOptions {
  readonly startProcess: StartProcess
  readonly runtime: Runtime
  /** Whether the card may multiply float32 in TF32. */
  readonly tf32: boolean
  /** Where driver and cards are looked for; on this machine where left out. */
  readonly gpuTraces?: Pick<LookOptions, 'root' | 'environment'> | undefined
  readonly signal: AbortSignal
  readonly onProgress: (progress: GpuCheckProgress) => void
}

/**
 * Trains the same small networks on the processor and on the graphics card, and holds one against the other. Where no
 * card can be used the report says why, with the processor's half.
 *
 * @throws the signal's reason when aborted
 */
export async function runGpuCheck(options: RunGpuCheckOptions): Promise<GpuCheckReport> {
  const { runtime, tf32, signal, gpuTraces } = options
  const startedMs = performance.now()
  const checkedAt = new Date().toISOString()
  const findings = await lookForGpus(runtime, { ...gpuTraces, signal })
  const verdict = explainGpu(findings)
  const [gpu = null] = verdict.kind === 'usable' ? verdict.gpus : []
  const cases = await checkCases(gpu, tf32, options)
  return {
    ...{ schema: 1, glyphlab: version, checkedAt },
    seconds: (performance.now() - startedMs) / 1000,
    machine: {
      platform: `${process.platform}-${process.arch}`,
      node: process.version,
      processor: describeCpu(await cpuFeatures()),
      threads: availableParallelism(),
      memoryBytes: totalmem(),
      tensorflow: `${runtime.version ?? 'unknown'} (${runtime.variant})`,
    },
    card:
      verdict.kind === 'usable'
        ? {
            ok: true,
            gpus: verdict.gpus.map(diagnosedGpu),
            driver: findings.kernelDriver,
            cuda: cudaVersionText(
              findings.driver.kind === 'answered' ? findings.driver.cudaVersion : 0,
            ),
          }
        : { ok: false, error: errorData(obstacle(verdict)) },
    data: {
      trainingImages: CHECKED_DATA.trainPerClass * STROKE_CLASSES.length,
      testImages: CHECKED_DATA.testPerClass * STROKE_CLASSES.length,
      classes: STROKE_CLASSES.length,
      seed: CHECKED_DATA.seed,
    },
    training: { ...CHECKED_TRAINING, comparedSteps: COMPARED_STEPS },
    cases,
    verdict: gpu === null ? 'no-card' : checkVerdict(cases),
  }
}

async function checkCases(
  gpu: Gpu | null,
  tf32: boolean,
  { startProcess, signal, onProgress }: RunGpuCheckOptions,
): Promise<GpuCheckCase[]> {
  const pairs = checkedNetworkSchema.options.flatMap((network) =>
    precisionSchema.options.map((precision) => ({ network, precision })),
  )
  const halves = pairs.length * (gpu === null ? 1 : 2)
  let halvesDone = 0
  const measure = async (on: MeasuredOn): Promise<DeviceHalf> => {
    const tell = (share: number) => {
      const { network, precision, device } = on
      onProgress({ network, precision, device, share: (halvesDone + share) / halves })
    }
    tell(0)
    const half = await measureOn(on, { startProcess, signal, onShare: tell })
    halvesDone += 1
    return half
  }
  const cases: GpuCheckCase[] = []
  for (const { network, precision } of pairs) {
    const on = (device: Device, limitMs?: number) =>
      measure({ device, network, precision, tf32, limitMs })
    const cpuHalf = await on('cpu')
    const gpuHalf = gpu === null ? null : await on(`gpu:${gpu.index}`, limitOn(gpu))
    const how = { precision, tf32: gpu !== null && isTf32(gpu, precision, tf32) }
    cases.push({
      ...{ network, ...how, cpu: cpuHalf, gpu: gpuHalf },
      comparison: cpuHalf.ok && gpuHalf?.ok === true ? compareDevices(cpuHalf, gpuHalf, how) : null,
    })
  }
  return cases
}

/** The first case pays for what a newer card has to have compiled. */
function limitOn({ computeCapability }: Gpu): number | undefined {
  return compilesKernels(computeCapability) ? COMPILING_LIMIT_MS : undefined
}

function isTf32(gpu: Gpu, precision: GpuCheckCase['precision'], isAllowed: boolean): boolean {
  return precision === 'float32' && isAllowed && hasTf32(gpu)
}

function obstacle(verdict: Exclude<GpuVerdict, { kind: 'usable' }>): GlyphlabError {
  switch (verdict.kind) {
    case 'no-card':
      return new GlyphlabError(
        'device-missing',
        verdict.isWsl
          ? "WSL2 shows no graphics card of NVIDIA's: it does where Windows has a driver for one"
          : "there is no graphics card of NVIDIA's in this machine",
        'Train on the processor: nothing needs to be done for that.',
      )
    case 'system-without':
      return new GlyphlabError(
        'device-missing',
        'graphics cards are used on Linux, and in WSL2 under Windows',
        'Train on the processor, or run `glyphlab serve` in WSL2.',
      )
    default:
      return gpuError(verdict)
  }
}
