import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { CommandContext, RegisterCommand } from './command'
import { optionValue } from './option-value'

const portSchema = z.int().min(0).max(65_535)
const flagsSchema = z.looseObject({ port: portSchema.optional(), host: z.string().min(1) })

const HOST = '127.0.0.1'
const OPEN_TO_OTHERS =
  'Other machines reach this port, and what it sends is not encrypted: whoever sees the address can train and read here. An ssh tunnel to a server on 127.0.0.1 is safer.'

export const registerServe: RegisterCommand = (program, context) => {
  program
    .command('serve')
    .description('show the window in a browser, here or over an ssh tunnel')
    .option(
      '--port <number>',
      'where to listen; 0 for any that is free (8317, or one next to it)',
      optionValue(portSchema),
    )
    .option('--host <name>', 'name or address to listen at', HOST)
    .action((values: unknown) => serve(values, context))
}

/**
 * Serves until Ctrl-C, which is how a server is ended: the status is then 0. What trains is asked to stop
 * first, and can be resumed.
 */
async function serve(values: unknown, { printer, interruption }: CommandContext): Promise<void> {
  const { port = null, host } = flagsSchema.parse(values)
  // So much is loaded here that every other command would start later.
  const { openServedApplication } = await import('../served/served-mode')
  const served = await openServedApplication({ host, port, rendererFolder: rendererFolder() })
  try {
    if (!served.isLoopback) printer.note(`glyphlab: ${OPEN_TO_OTHERS}`)
    printer.result({ type: 'serving', url: served.url }, ({ url }) => `Open ${url}`)
    printer.note('Ctrl-C ends it.')
    if (!interruption.aborted) await once(interruption, 'abort')
    printer.note('Stopping…')
  } finally {
    await served.close()
  }
}

/** Where the build puts the window: beside the folder of the running bundle. */
function rendererFolder(): string {
  return fileURLToPath(new URL('../renderer', import.meta.url))
}
