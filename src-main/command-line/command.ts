import type { Command } from 'commander'
import type { Printer } from './printer'

/** What every command is handed. */
export interface CommandContext {
  readonly printer: Printer
  /**
   * Aborted by Ctrl-C: a command then ends what it is doing within a step, leaves all in order, and throws
   * the signal's reason (`interruption.throwIfAborted()`), which makes the status 130. One that returns has
   * done its work, whenever the Ctrl-C came: its status is 0.
   */
  readonly interruption: AbortSignal
}

/** Adds one command to the program: its description, options, and an action that makes one call of the core. */
export type RegisterCommand = (program: Command, context: CommandContext) => void

/** Commands that belong together, in the order in which help lists them. */
export interface CommandGroup {
  readonly heading: string
  readonly commands: readonly RegisterCommand[]
}
