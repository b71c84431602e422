import { z } from 'zod'
import type { GpuCheckProgress, GpuCheckReport } from '../../src-preload/contract/gpu-check'
import { dataHome } from '../core/data-home'
import { assertNever, GlyphlabError } from '../core/errors'
import { ensureRuntime } from '../core/tensorflow/runtime'
import { runGpuCheck } from '../processes/gpu-check/run-gpu-check'
import { namesHere } from '../processes/gpu-check/without-names'
import { writeReport } from '../processes/gpu-check/write-report'
import { startChildProcess } from '../processes/start-process'
import type { CommandContext, RegisterCommand } from './command'
import { asTyped } from './paths'
import { printInstallation } from './runtime-progress'
import { addTf32Option, applyTf32 } from './tf32-option'

const flagsSchema = z.looseObject({ output: z.string() })

export const registerGpuCheck: RegisterCommand = (program, context) => {
  const command = program
    .command('gpu-check')
    .description('hold the graphics card against the processor, and write a report to send')
    .option('--output <folder>', 'where the report is written', '.')
  addTf32Option(command)
  command.action((values: unknown) => checkGpu(values, context))
}

async function checkGpu(
  values: unknown,
  { printer, interruption: signal }: CommandContext,
): Promise<void> {
  const folder = asTyped(flagsSchema.parse(values).output)
  const tf32 = await applyTf32(values)
  const runtime = await ensureRuntime({ onProgress: printInstallation(printer), signal })
  const found = await runGpuCheck({
    ...{ startProcess: startChildProcess, runtime, tf32, signal },
    onProgress: (progress) => printer.progress(describe(progress), progress.share),
  })
  const { report, text, files } = await writeReport(
    found,
    folder,
    namesHere(dataHome(), runtime.folder, folder),
  )
  printer.result({ type: 'gpu-check', report, files }, () => text)
  printer.note(`glyphlab: written to ${files.join(' and ')}`)
  requireWorking(report)
}

function describe({ network, precision, device }: GpuCheckProgress): string {
  return `${network} in ${precision} on ${device}`
}

/** @throws GlyphlabError where the card was not found to compute what the processor does */
function requireWorking({ verdict, card, cases }: GpuCheckReport): void {
  switch (verdict) {
    case 'works':
      return
    case 'differs':
      throw new GlyphlabError(
        'gpu-differs',
        'the card computes something else than the processor: see the report',
      )
    case 'no-card':
    case 'failed': {
      const halves = cases.flatMap(({ cpu, gpu }) => [cpu, gpu])
      const failed = halves.find((half) => half?.ok === false)
      const error = card.ok ? (failed?.ok === false ? failed.error : null) : card.error
      if (error !== null) throw new GlyphlabError(error.code, error.message, error.hint)
      throw new GlyphlabError('gpu-differs', 'the card was not measured: see the report')
    }
    default:
      assertNever(verdict)
  }
}
