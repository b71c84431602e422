import { availableParallelism, totalmem } from 'node:os'
import { version } from '../../../package.json'
import type { Diagnosis, DiagnosisLink } from '../../../src-preload/contract/diagnosis'
import type { ErrorData } from '../../../src-preload/contract/errors'
import { trainingConfigurationSchema, type Precision } from '../../../src-preload/contract/training'
import { errorData, GlyphlabError } from '../../core/errors'
import { findDataHome } from '../../core/find-data-home'
import type { LookOptions } from '../../core/gpu'
import { cpuFeatures, describeCpu, type Runtime } from '../../core/tensorflow/runtime'
import type { StartProcess } from '../start-process'
import { BrokenLink, type Remedy } from './broken-link'
import { checkGpu } from './check-gpu'
import { timeSteps, type TimedSteps } from './time-steps'

type Links = Diagnosis['links']
type Value<Link extends DiagnosisLink> = Extract<Links[Link], { status: 'sound' }>['value']

export interface CheckOptions {
  readonly startProcess: StartProcess
  readonly home: string
  /** Electron's version where there is a window of its own. */
  readonly electron: string | null
  /** Finds the TensorFlow runtime, or installs it; null where there is none. */
  readonly findRuntime: (signal: AbortSignal) => Promise<Runtime | null>
  /** Whether a run trains at this moment; none does where left out. */
  readonly isTraining?: (() => boolean) | undefined
  /** Whether a graphics card may multiply float32 in TF32; it may where left out. */
  readonly tf32?: (() => boolean) | undefined
  /** Where driver and cards are looked for; on this machine where left out. */
  readonly gpuTraces?: Pick<LookOptions, 'root' | 'environment'> | undefined
  readonly signal: AbortSignal
  /** Told of the whole after whatever changed in it. */
  readonly onChange?: (diagnosis: Diagnosis) => void
}

const WAITING: Links = {
  processor: { status: 'waiting' },
  dataHome: { status: 'waiting' },
  runtime: { status: 'waiting' },
  float32: { status: 'waiting' },
  bfloat16: { status: 'waiting' },
  gpu: { status: 'waiting' },
}

/** What the timed step takes: the reference recipe's batch. */
const { batchSize } = trainingConfigurationSchema.parse({})

/**
 * Goes along the chain from the machine to a training step, up to the first broken link.
 * @throws the signal's reason when aborted
 */
export async function checkMachine(options: CheckOptions): Promise<Diagnosis> {
  const { home, electron, findRuntime, isTraining, signal, startProcess, onChange } = options
  let diagnosis: Diagnosis = {
    versions: { glyphlab: version, node: process.version, electron },
    checkedAt: new Date().toISOString(),
    besideRun: false,
    links: WAITING,
  }
  const tell = (changed: Partial<Links>) => {
    const links = { ...diagnosis.links, ...changed }
    diagnosis = { ...diagnosis, besideRun: diagnosis.besideRun || isTraining?.() === true, links }
    onChange?.(diagnosis)
  }
  const timed = (steps: TimedSteps) => timeSteps(startProcess, steps, signal)
  const step = async (precision: Precision): Promise<Value<Precision>> => {
    const medianStepMs = await timed({ device: 'cpu', precision, tf32: true })
    return { precision, medianStepMs, batchSize }
  }
  let used: Runtime | null = null
  const runtime = async () => {
    used = await findRuntime(signal)
    return runtimeValue(used)
  }
  const gpu = () => {
    const { tf32 = () => true, gpuTraces } = options
    return checkGpu(requireFound(used), {
      ...{ ...gpuTraces, signal, batchSize },
      ...{ tf32: tf32(), timeSteps: timed },
    })
  }

  const isSound =
    (await link(checkProcessor, signal, (processor) => tell({ processor }))) &&
    (await link(
      () => checkDataHome(home),
      signal,
      (dataHome) => tell({ dataHome }),
    )) &&
    (await link(runtime, signal, (found) => tell({ runtime: found }))) &&
    (await link(
      () => step('float32'),
      signal,
      (float32) => tell({ float32 }),
    ))
  if (isSound) {
    await link(
      () => step('bfloat16'),
      signal,
      (bfloat16) => tell({ bfloat16 }),
    )
    await link(gpu, signal, (found) => tell({ gpu: found }))
  }
  return diagnosis
}

/** What is found at a link, as it is told. */
type Finding<Value> =
  | { readonly status: 'checking' }
  | { readonly status: 'sound'; readonly value: Value }
  | { readonly status: 'broken'; readonly error: ErrorData; readonly remedy: Remedy }

/** Whether the chain holds there. */
async function link<Value>(
  check: () => Promise<Value>,
  signal: AbortSignal,
  tell: (finding: Finding<Value>) => void,
): Promise<boolean> {
  signal.throwIfAborted()
  tell({ status: 'checking' })
  try {
    const value = await check()
    signal.throwIfAborted()
    tell({ status: 'sound', value })
    return true
  } catch (thrown) {
    signal.throwIfAborted()
    const error = errorData(thrown)
    const remedy = thrown instanceof BrokenLink ? thrown.remedy : remedyFor(error)
    tell({ status: 'broken', error, remedy })
    return false
  }
}

/** A folder of the user's own that is none, is for the user to mend. */
function remedyFor({ code }: ErrorData): Remedy {
  const isNamed = (process.env['GLYPHLAB_LIBTENSORFLOW'] ?? '') !== ''
  const isOfRuntime =
    code === 'runtime-missing' || code === 'runtime-install-failed' || code === 'runtime-invalid'
  return isOfRuntime && !isNamed ? 'install-runtime' : 'check-again'
}

async function checkProcessor(): Promise<Value<'processor'>> {
  const features = await cpuFeatures()
  return {
    description: describeCpu(features),
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    hasFastBfloat16: features.hasFastBfloat16,
  }
}

async function checkDataHome(home: string): Promise<Value<'dataHome'>> {
  const finding = await findDataHome(home)
  if (finding.ok) return { folder: finding.folder, freeBytes: finding.freeBytes }
  const { code, message, hint } = finding.error
  throw new GlyphlabError(code, message, hint)
}

function requireFound(found: Runtime | null): Runtime {
  if (found !== null) return found
  throw new GlyphlabError(
    'runtime-missing',
    'there is no TensorFlow runtime yet',
    'Install it here, or by `glyphlab runtime install`; or set GLYPHLAB_LIBTENSORFLOW to a folder with lib/ and include/.',
  )
}

function runtimeValue(found: Runtime | null): Value<'runtime'> {
  const { version: tensorflow, variant, source, folder } = requireFound(found)
  return { version: tensorflow, variant, source, folder }
}
