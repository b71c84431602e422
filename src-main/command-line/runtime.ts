import type { Command } from 'commander'
import { z } from 'zod'
import { sizeText } from '../core/number-text'
import {
  installRuntime,
  listRuntimes,
  packRuntime,
  removeRuntimes,
  type Runtime,
  type RuntimeFolder,
} from '../core/tensorflow/runtime'
import type { CommandContext, RegisterCommand } from './command'
import { optionValue } from './option-value'
import { asTyped } from './paths'
import { printInstallation } from './runtime-progress'

export const registerRuntime: RegisterCommand = (program, context) => {
  const runtime = program
    .command('runtime')
    .description('list, install, pack or remove libtensorflow, which computes')
    .helpCommand(false)
  addList(runtime, context)
  addInstall(runtime, context)
  addPack(runtime, context)
  addRemove(runtime, context)
}

function addList(runtime: Command, { printer }: CommandContext): void {
  runtime
    .command('list')
    .description('what is there, with version, size on disk and folder')
    .action(async () => {
      const runtimes = await listRuntimes()
      printer.result({ runtimes }, () =>
        runtimes.length === 0
          ? 'no TensorFlow runtime; `glyphlab runtime install` gets one'
          : runtimes.map(describeFolder).join('\n'),
      )
    })
}

const variantSchema = z.enum(['cpu', 'gpu'])

function addInstall(runtime: Command, { printer, interruption }: CommandContext): void {
  runtime
    .command('install')
    .description('fetch a runtime, or take it from a folder that was carried here')
    .argument(
      '[variant]',
      'cpu, or gpu for NVIDIA graphics cards (cpu)',
      optionValue(variantSchema),
    )
    .option('--from <folder>', 'of `runtime pack`, or of wheels: nothing is fetched then')
    .action(async (variant: Runtime['variant'] = 'cpu', values: unknown) => {
      const { from } = z.object({ from: z.string().optional() }).parse(values)
      const found = await installRuntime({
        variant,
        from: from === undefined ? null : asTyped(from),
        onProgress: printInstallation(printer),
        signal: interruption,
      })
      printer.result({ runtime: found }, () => describeInstalled(found))
    })
}

function addPack(runtime: Command, { printer, interruption }: CommandContext): void {
  runtime
    .command('pack')
    .description('make a folder to be carried to a machine without internet')
    .argument('<folder>', 'empty, or not there yet')
    .argument(
      '[variant]',
      'cpu, or gpu for NVIDIA graphics cards (cpu)',
      optionValue(variantSchema),
    )
    .action(async (folder: string, variant: Runtime['variant'] = 'cpu') => {
      const packed = await packRuntime({
        folder: asTyped(folder),
        variant,
        onProgress: printInstallation(printer),
        signal: interruption,
      })
      printer.result({ packed }, () =>
        [
          `TensorFlow ${packed.version} (${variant}) packed, ${sizeText(packed.bytes)}: ${packed.folder}`,
          `there: glyphlab runtime install ${variant} --from FOLDER`,
        ].join('\n'),
      )
    })
}

function addRemove(runtime: Command, { printer }: CommandContext): void {
  runtime
    .command('remove')
    .description('remove the installed runtimes, or those of one variant, older versions too')
    .argument('[variant]', 'cpu or gpu (both)', optionValue(variantSchema))
    .action(async (variant: Runtime['variant'] | undefined) => {
      const removed = await removeRuntimes(process.env, variant)
      const bytesFreed = removed.reduce((sum, { bytesOnDisk }) => sum + bytesOnDisk, 0)
      printer.result({ removed, bytesFreed }, () =>
        removed.length === 0
          ? 'there was nothing to remove'
          : [
              ...removed.map(({ folder }) => `removed ${folder}`),
              `${sizeText(bytesFreed)} freed`,
            ].join('\n'),
      )
    })
}

function describeInstalled({ source, version, variant, folder }: Runtime): string {
  const what = `TensorFlow ${version ?? 'of unknown version'} (${variant})`
  switch (source) {
    case 'environment':
      return `${what} is used as GLYPHLAB_LIBTENSORFLOW says, nothing was installed: ${folder}`
    case 'cache':
      return `${what} was there already: ${folder}`
    case 'app':
      return `${what} came with the app, nothing was installed: ${folder}`
    case 'wheel':
      return `${what} installed from the ${variant === 'cpu' ? 'wheel' : 'wheels'}: ${folder}`
    case 'archive':
      return `${what} installed from the vendor's archive: ${folder}`
  }
}

function describeFolder(found: RuntimeFolder): string {
  const size = sizeText(found.bytesOnDisk).padStart(9)
  return `${describeContent(found).padEnd(38)} ${found.state.padEnd(8)} ${size}  ${found.folder}`
}

function describeContent({ source, content, version, variant }: RuntimeFolder): string {
  switch (content) {
    case 'runtime':
      return source === 'environment'
        ? 'GLYPHLAB_LIBTENSORFLOW'
        : `TensorFlow ${version ?? '?'} (${variant})${source === 'app' ? ', the app’s own' : ''}`
    case 'binding':
      return 'binding for your own libraries'
    case 'unfinished':
      return 'unfinished installation'
  }
}
