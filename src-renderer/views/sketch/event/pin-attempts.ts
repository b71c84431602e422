/** How often a wrong PIN was typed in a row, and until when no other is taken. */
export interface PinAttempts {
  readonly wrong: number
  readonly waitsUntilMs: number
}

export const NO_ATTEMPTS: PinAttempts = { wrong: 0, waitsUntilMs: 0 }

/** So many can be typed one after the other. */
const FREE_ATTEMPTS = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 600_000

/**
 * After the fifth wrong PIN one waits half a minute, and twice as long after each more. What visitors typed long ago
 * is forgotten.
 */
export function afterWrongPin(
  { wrong: before, waitsUntilMs }: PinAttempts,
  nowMs: number,
): PinAttempts {
  const wrong = nowMs - waitsUntilMs > LONGEST_WAIT_MS ? 0 : before
  const beyond = wrong + 1 - FREE_ATTEMPTS
  const waitMs = beyond < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS)
  return { wrong: wrong + 1, waitsUntilMs: nowMs + waitMs }
}

/** Seconds before another PIN is taken. */
export function secondsToWait({ waitsUntilMs }: PinAttempts, nowMs: number): number {
  return Math.max(0, Math.ceil((waitsUntilMs - nowMs) / 1000))
}
