import type { Command } from 'commander'
import type { Printer } from './printer'

/** What every command is handed. */
export interface CommandContext {
  readonly printer: Printer
  /** Aborted by Ctrl-C: a command then ends what it is doing within a step, leaves all in order, and returns. */
  readonly interruption: AbortSignal
}

/** Adds one command to the program: its description, options, and an action that makes one call of the core. */
export type RegisterCommand = (program: Command, context: CommandContext) => void
