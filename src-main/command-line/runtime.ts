import { InvalidArgumentError, type Command } from 'commander'
import { GlyphlabError } from '../core/errors'
import { sizeText } from '../core/number-text'
import {
  ensureRuntime,
  listRuntimes,
  removeRuntimes,
  type Runtime,
  type RuntimeFolder,
} from '../core/tensorflow/runtime'
import type { CommandContext, RegisterCommand } from './command'
import { printInstallation } from './runtime-progress'

export const registerRuntime: RegisterCommand = (program, context) => {
  const runtime = program
    .command('runtime')
    .description('list, install or remove libtensorflow, which computes')
    .helpCommand(false)
  addList(runtime, context)
  addInstall(runtime, context)
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

function addInstall(runtime: Command, { printer, interruption }: CommandContext): void {
  runtime
    .command('install')
    .description('fetch the runtime now rather than when it is first needed')
    .argument('[variant]', 'cpu', knownVariant)
    .action(async () => {
      const found = await ensureRuntime({
        onProgress: printInstallation(printer),
        signal: interruption,
      })
      printer.result({ runtime: found }, () => describeInstalled(found))
    })
}

function addRemove(runtime: Command, { printer }: CommandContext): void {
  runtime
    .command('remove')
    .description('remove every installed runtime, older versions too')
    .action(async () => {
      const removed = await removeRuntimes()
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

function knownVariant(word: string): Runtime['variant'] {
  if (word === 'cpu') return word
  if (word === 'gpu')
    throw new GlyphlabError(
      'usage',
      'this version of Glyphlab installs no GPU runtime',
      'Install the one for the processor: glyphlab runtime install cpu.',
    )
  throw new InvalidArgumentError('Allowed: cpu.')
}

function describeInstalled({ source, version, variant, folder }: Runtime): string {
  const what = `TensorFlow ${version ?? 'of unknown version'} (${variant})`
  switch (source) {
    case 'environment':
      return `${what} is used as GLYPHLAB_LIBTENSORFLOW says, nothing was installed: ${folder}`
    case 'cache':
      return `${what} was there already: ${folder}`
    case 'wheel':
      return `${what} installed from the wheel: ${folder}`
    case 'archive':
      return `${what} installed from the vendor's archive: ${folder}`
  }
}

function describeFolder(found: RuntimeFolder): string {
  const size = sizeText(found.bytesOnDisk).padStart(9)
  return `${describeContent(found).padEnd(30)} ${found.state.padEnd(8)} ${size}  ${found.folder}`
}

function describeContent({ source, content, version, variant }: RuntimeFolder): string {
  switch (content) {
    case 'runtime':
      return source === 'environment'
        ? 'GLYPHLAB_LIBTENSORFLOW'
        : `TensorFlow ${version ?? '?'} (${variant})`
    case 'binding':
      return 'binding for your own libraries'
    case 'unfinished':
      return 'unfinished installation'
  }
}
