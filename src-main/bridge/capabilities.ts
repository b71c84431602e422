/** What the machine can do for its user that a browser cannot: what is missing is refused. */
export interface Capabilities {
  /** Asks the user for a file; null where none was chosen. There wherever `chooseFolder` is. */
  readonly chooseFile?: () => Promise<string | null>
  /** Asks the user for a folder; null where none was chosen. */
  readonly chooseFolder?: () => Promise<string | null>
  /** Opens a folder in the system's file browser. */
  readonly reveal?: (folder: string) => Promise<void>
  readonly logsFolder?: string
  /** Begins or ends the mode for events: see `ScreenLock`. */
  readonly lockScreen?: (isLocked: boolean) => void
}
