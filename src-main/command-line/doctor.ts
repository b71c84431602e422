import { availableParallelism, totalmem } from 'node:os'
import { version } from '../../package.json'
import type { ErrorData } from '../../src-preload/contract/errors'
import {
  precisionSchema,
  trainingConfigurationSchema,
  type Precision,
} from '../../src-preload/contract/training'
import { errorData, GlyphlabError } from '../core/errors'
import {
  cpuFeatures,
  describeCpu,
  ensureRuntime,
  type CpuFeatures,
  type Runtime,
} from '../core/tensorflow/runtime'
import { ChildProcessHost } from '../processes/child-process-host'
import { entryFile } from '../processes/entry-file'
import { processError } from '../processes/process-outcome'
import {
  trainerReplySchema,
  type TrainerReply,
  type TrainerRequest,
} from '../processes/trainer-messages'
import type { CommandContext, RegisterCommand } from './command'
import { findDataHome, type DataHomeFinding } from './doctor-data-home'
import { printInstallation } from './runtime-progress'

const TIMED_STEPS = 5
/** A native library that hangs must not make the doctor hang. */
const TIMING_LIMIT_MS = 120_000
/** What the timed step takes: the reference recipe's batch. */
const { batchSize: BATCH_SIZE } = trainingConfigurationSchema.parse({})

/** The time of a training step, or why there is none. */
type StepTiming =
  | { readonly ok: true; readonly precision: Precision; readonly medianStepMs: number }
  | { readonly ok: false; readonly precision: Precision; readonly error: ErrorData }

type RuntimeFinding =
  ({ readonly ok: true } & Runtime) | { readonly ok: false; readonly error: ErrorData }

interface Diagnosis {
  readonly versions: { readonly glyphlab: string; readonly node: string }
  readonly cpu: CpuFeatures
  readonly threads: number
  readonly memoryBytes: number
  readonly dataHome: DataHomeFinding
  readonly runtime: RuntimeFinding
  readonly trainingSteps: readonly StepTiming[]
}

export const registerDoctor: RegisterCommand = (program, context) => {
  program
    .command('doctor')
    .description('check this machine and the TensorFlow runtime, and time a training step')
    .action(async () => {
      const diagnosis = await diagnose(context)
      context.printer.result(diagnosis, describeDiagnosis)
      const { dataHome, runtime, trainingSteps } = diagnosis
      for (const finding of [dataHome, runtime, ...trainingSteps])
        if (!finding.ok)
          throw new GlyphlabError(finding.error.code, finding.error.message, finding.error.hint)
    })
}

async function diagnose(context: CommandContext): Promise<Diagnosis> {
  const { printer, interruption } = context
  const runtime = await findRuntime(context)
  const trainingSteps: StepTiming[] = []
  for (const precision of runtime.ok ? precisionSchema.options : []) {
    interruption.throwIfAborted()
    printer.progress(`timing training steps in ${precision}`)
    trainingSteps.push(await timeSteps(precision, interruption))
  }
  return {
    versions: { glyphlab: version, node: process.version },
    cpu: await cpuFeatures(),
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    dataHome: await findDataHome(),
    runtime,
    trainingSteps,
  }
}

/** Without a runtime all else is still told: that is when it is wanted. */
async function findRuntime({ printer, interruption }: CommandContext): Promise<RuntimeFinding> {
  try {
    const runtime = await ensureRuntime({
      onProgress: printInstallation(printer),
      signal: interruption,
    })
    return { ok: true, ...runtime }
  } catch (thrown) {
    interruption.throwIfAborted()
    return { ok: false, error: errorData(thrown) }
  }
}

/** Steps run in a process of their own: a crash in native code is a finding, not the end of the doctor. */
async function timeSteps(precision: Precision, interruption: AbortSignal): Promise<StepTiming> {
  const host = new ChildProcessHost<TrainerRequest, TrainerReply>({
    file: entryFile('trainer'),
    replySchema: trainerReplySchema,
    stopRequest: { type: 'stop' },
  })
  const replies: TrainerReply[] = []
  host.onMessage((reply) => replies.push(reply))
  const stop = () => void host.stop({ graceMs: 5000 })
  const limit = AbortSignal.any([interruption, AbortSignal.timeout(TIMING_LIMIT_MS)])
  limit.addEventListener('abort', stop, { once: true })
  host.post({ type: 'time-steps', precision, steps: TIMED_STEPS })
  const outcome = await host.ended
  limit.removeEventListener('abort', stop)
  interruption.throwIfAborted()

  for (const reply of replies) {
    if (reply.type === 'failed') return { ok: false, precision, error: reply.error }
    if (reply.type === 'step-times')
      return { ok: true, precision, medianStepMs: median(reply.stepsMs) }
  }
  const error =
    processError('training', outcome, host.lastLines) ??
    errorData(new Error(`no training step was done in ${TIMING_LIMIT_MS / 1000} s`))
  return { ok: false, precision, error }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

function describeDiagnosis(diagnosis: Diagnosis): string {
  const { versions, cpu, threads, memoryBytes, dataHome, runtime, trainingSteps } = diagnosis
  const rows = [
    ['Glyphlab', `${versions.glyphlab}, Node ${versions.node}`],
    ['Processor', `${describeCpu(cpu)}, ${threads} threads`],
    ['Memory', `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ...describeDataHome(dataHome),
    ...describeRuntime(runtime),
    ...trainingSteps.map((timing) => [`Step, ${timing.precision}`, describeTiming(timing)]),
  ]
  if (cpu.hasFastBfloat16 === false)
    rows.push(['bfloat16', 'slow on this processor: train in float32'])
  return rows.map(([name = '', value = '']) => `${name.padEnd(16)}${value}`).join('\n')
}

function describeDataHome(finding: DataHomeFinding): string[][] {
  const state = finding.ok
    ? `${(finding.freeBytes / 2 ** 30).toFixed(1)} GiB free`
    : finding.error.message
  return [
    ['Data home', state],
    ['', finding.folder],
  ]
}

function describeRuntime(runtime: RuntimeFinding): string[][] {
  if (!runtime.ok) return [['TensorFlow', `none: ${runtime.error.message}`]]
  const { version: tensorflow, variant, source, folder } = runtime
  return [
    ['TensorFlow', `${tensorflow ?? 'of unknown version'} (${variant}), ${source}`],
    ['', folder],
  ]
}

function describeTiming(timing: StepTiming): string {
  if (!timing.ok) return `failed: ${timing.error.message} ${timing.error.hint}`
  const imagesPerSecond = (1000 * BATCH_SIZE) / timing.medianStepMs
  return (
    `${timing.medianStepMs.toFixed(1)} ms for ${BATCH_SIZE} images, ` +
    `${imagesPerSecond.toFixed(0)} images/s (seed-cnn, median of ${TIMED_STEPS})`
  )
}
