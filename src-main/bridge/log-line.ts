export type LogLevel = 'info' | 'warn' | 'error'

export interface LogEntry {
  readonly level: LogLevel
  readonly area: string
  readonly message: string
  readonly details?: object | undefined
}

const LONGEST_MESSAGE = 4_000
const LONGEST_DETAILS = 12_000

/**
 * One line of a log: time, level, area, message, and details as JSON. Whatever is in them stays on the
 * line and is taken for no command by a terminal, and all of it is ASCII, so that its length is its bytes.
 */
export function logLine(entry: LogEntry, time: Date = new Date()): string {
  const { level, area, message, details } = entry
  const words = [
    time.toISOString(),
    level.padEnd(5),
    `${area}:`,
    shortened(message, LONGEST_MESSAGE),
  ]
  if (details !== undefined) words.push(shortened(asJson(details), LONGEST_DETAILS))
  return `${asciiLine(words.join(' '))}\n`
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

function asJson(details: object): string {
  try {
    return JSON.stringify(details)
  } catch (error) {
    return `(not to be written: ${String(error)})`
  }
}

function asciiLine(text: string): string {
  return text.replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
