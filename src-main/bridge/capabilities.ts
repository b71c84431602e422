/** What the machine can do for its user that a browser cannot: what is missing is refused. */
export interface Capabilities {
  /** Asks the user for a file, of data or of a run; null where none was chosen. There wherever `chooseFolder` is. */
  readonly chooseFile?: (what: 'data' | 'run') => Promise<string | null>
  /** Asks the user for a folder, of images or of a packed runtime; null where none was chosen. */
  readonly chooseFolder?: (what: 'data' | 'runtime') => Promise<string | null>
  /** Asks the user where a file is to be written; null where nowhere. */
  readonly chooseTarget?: (name: string) => Promise<string | null>
  /** A file that the user has opened in the system, once for each; null where there is none any more. */
  readonly takeOpened?: () => string | null
  /** Opens a folder in the system's file browser. */
  readonly reveal?: (folder: string) => Promise<void>
  readonly logsFolder?: string
  /** Begins or ends the mode for events: see `ScreenLock`. */
  readonly lockScreen?: (isLocked: boolean) => void
}
