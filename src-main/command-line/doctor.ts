import { availableParallelism, totalmem } from 'node:os'
import type { DiagnosedGpu, Diagnosis } from '../../src-preload/contract/diagnosis'
import type { ErrorData } from '../../src-preload/contract/errors'
import { precisionSchema, type Precision } from '../../src-preload/contract/training'
import { dataHome } from '../core/data-home'
import { assertNever, GlyphlabError, internalError } from '../core/errors'
import {
  cpuFeatures,
  describeCpu,
  ensureRuntime,
  type CpuFeatures,
} from '../core/tensorflow/runtime'
import { checkMachine } from '../processes/doctor/check-machine'
import { TIMED_STEPS } from '../processes/doctor/time-steps'
import { startChildProcess } from '../processes/start-process'
import type { CommandContext, RegisterCommand } from './command'
import { printInstallation } from './runtime-progress'
import { addTf32Option, applyTf32 } from './tf32-option'

type Links = Diagnosis['links']
type Value<Link extends keyof Links> = Extract<Links[Link], { status: 'sound' }>['value']

/** What was found at a link; what lies behind a broken one was not looked at. */
type Finding<Value> =
  ({ readonly ok: true } & Value) | { readonly ok: false; readonly error: ErrorData | null }

/** What the command prints, with `--json` as it is. */
interface Findings {
  readonly versions: Pick<Diagnosis['versions'], 'glyphlab' | 'node'>
  readonly cpu: CpuFeatures
  readonly threads: number
  readonly memoryBytes: number
  readonly dataHome: Finding<Omit<Value<'dataHome'>, 'folder'>> & { readonly folder: string }
  readonly runtime: Finding<Value<'runtime'>>
  /** Those that were timed. */
  readonly trainingSteps: readonly (Finding<Value<Precision>> & { readonly precision: Precision })[]
  readonly gpu: Finding<Value<'gpu'>>
}

export const registerDoctor: RegisterCommand = (program, context) => {
  const command = program
    .command('doctor')
    .description('check this machine and the TensorFlow runtime, and time a training step')
  addTf32Option(command)
  command.action(async (values: unknown) => {
    const diagnosis = await diagnose(context, await applyTf32(values))
    context.printer.result(await findingsOf(diagnosis), describeFindings)
    for (const link of Object.values(diagnosis.links))
      if (link.status === 'broken')
        throw new GlyphlabError(link.error.code, link.error.message, link.error.hint)
  })
}

/** Unlike a window's, this one installs the runtime where there is none. */
async function diagnose(
  { printer, interruption }: CommandContext,
  tf32: boolean,
): Promise<Diagnosis> {
  return checkMachine({
    startProcess: startChildProcess,
    home: dataHome(),
    electron: null,
    findRuntime: (signal) => ensureRuntime({ onProgress: printInstallation(printer), signal }),
    tf32: () => tf32,
    signal: interruption,
    onChange: ({ links }) => {
      for (const precision of precisionSchema.options)
        if (links[precision].status === 'checking')
          printer.progress(`timing training steps in ${precision}`)
      if (links.gpu.status === 'checking') printer.progress('looking for a graphics card')
    },
  })
}

async function findingsOf({ versions, links }: Diagnosis): Promise<Findings> {
  const { glyphlab, node } = versions
  const home = findingAt(links.dataHome)
  return {
    versions: { glyphlab, node },
    cpu: await cpuFeatures(),
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    dataHome: { ...home, folder: dataHome() },
    runtime: findingAt(links.runtime),
    trainingSteps: precisionSchema.options
      .filter((precision) => links[precision].status !== 'waiting')
      .map((precision) => ({ ...findingAt(links[precision]), precision })),
    gpu: findingAt(links.gpu),
  }
}

function findingAt<Value>(
  link:
    | { readonly status: 'waiting' | 'checking' }
    | { readonly status: 'sound'; readonly value: Value }
    | { readonly status: 'broken'; readonly error: ErrorData },
): Finding<Value> {
  switch (link.status) {
    case 'sound':
      return { ok: true, ...link.value }
    case 'broken':
      return { ok: false, error: link.error }
    case 'waiting':
      return { ok: false, error: null }
    case 'checking':
      throw internalError('a check has ended, and goes on')
  }
}

function describeFindings(findings: Findings): string {
  const { versions, cpu, threads, memoryBytes, trainingSteps } = findings
  const rows = [
    ['Glyphlab', `${versions.glyphlab}, Node ${versions.node}`],
    ['Processor', `${describeCpu(cpu)}, ${threads} threads`],
    ['Memory', `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ...describeDataHome(findings.dataHome),
    ...describeRuntime(findings.runtime),
    ...trainingSteps.map((timing) => [`Step, ${timing.precision}`, describeTiming(timing)]),
    ...describeGpu(findings.gpu),
  ]
  if (cpu.hasFastBfloat16 === false)
    rows.push(['bfloat16', 'slow on this processor: train in float32'])
  return rows.map(([name = '', value = '']) => `${name.padEnd(16)}${value}`).join('\n')
}

const NOT_CHECKED = 'not looked at: what is wrong above comes first'

function describeDataHome(finding: Findings['dataHome']): string[][] {
  const state = finding.ok
    ? `${(finding.freeBytes / 2 ** 30).toFixed(1)} GiB free`
    : (finding.error?.message ?? NOT_CHECKED)
  return [
    ['Data home', state],
    ['', finding.folder],
  ]
}

function describeRuntime(runtime: Findings['runtime']): string[][] {
  if (!runtime.ok)
    return [['TensorFlow', runtime.error ? `none: ${runtime.error.message}` : NOT_CHECKED]]
  const { version: tensorflow, variant, source, folder } = runtime
  return [
    ['TensorFlow', `${tensorflow ?? 'of unknown version'} (${variant}), ${source}`],
    ['', folder],
  ]
}

function describeTiming(timing: Findings['trainingSteps'][number]): string {
  if (!timing.ok)
    return timing.error ? `failed: ${timing.error.message} ${timing.error.hint}` : NOT_CHECKED
  return describeStep(timing)
}

function describeGpu(found: Findings['gpu']): string[][] {
  if (!found.ok)
    return [
      ['Graphics card', found.error ? `not used: ${found.error.message}` : NOT_CHECKED],
      ...(found.error ? [['', found.error.hint]] : []),
    ]
  switch (found.kind) {
    case 'no-card':
      return [['Graphics card', `none of NVIDIA's: the processor computes${wslAside(found.isWsl)}`]]
    case 'system-without':
      return [['Graphics card', 'not used on this system: the processor computes']]
    case 'works':
      return [
        ...found.gpus.map((gpu) => [`Card gpu:${gpu.index}`, describeCard(gpu)]),
        ...found.steps.map((step) => [
          `Step, ${step.precision}`,
          step.ok
            ? `on gpu:${found.gpus[0]?.index ?? 0}${step.tf32 ? ' in TF32' : ''}: ${describeStep(step)}`
            : `not on the card: ${step.error.message}`,
        ]),
      ]
    default:
      return assertNever(found)
  }
}

const wslAside = (isWsl: boolean) =>
  isWsl ? " (WSL2 shows one where Windows has a driver of NVIDIA's)" : ''

function describeCard({
  name,
  computeCapability,
  memoryBytes,
  compilesKernels,
}: DiagnosedGpu): string {
  const known = `${name}, compute capability ${computeCapability}, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB`
  return compilesKernels
    ? `${known}, newer than TensorFlow's kernels: its first start compiles them, up to half an hour`
    : known
}

function describeStep({ medianStepMs, batchSize }: Value<Precision>): string {
  const imagesPerSecond = (1000 * batchSize) / medianStepMs
  return (
    `${medianStepMs.toFixed(1)} ms for ${batchSize} images, ` +
    `${imagesPerSecond.toFixed(0)} images/s (seed-cnn, median of ${TIMED_STEPS})`
  )
}
