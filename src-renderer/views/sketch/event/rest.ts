import type { Preferences } from '../../../../src-preload/contract/preferences'

/** How long nobody has touched the screen, and what comes of it. */
export type Rest =
  | { readonly phase: 'awake' }
  /** A touch still keeps the sheet. */
  | {
      readonly phase: 'counting'
      readonly secondsLeft: number
      /** Of the countdown that is left, from 1 to 0. */
      readonly share: number
    }
  | { readonly phase: 'over' }

export type RestLimits = Pick<Preferences['eventMode'], 'restSeconds' | 'countdownSeconds'>

/** @param idleMs since the last touch */
export function restAt(idleMs: number, { restSeconds, countdownSeconds }: RestLimits): Rest {
  const counted = idleMs / 1000 - restSeconds
  if (counted < 0) return { phase: 'awake' }
  const left = countdownSeconds - counted
  if (left <= 0) return { phase: 'over' }
  return { phase: 'counting', secondsLeft: Math.ceil(left), share: left / countdownSeconds }
}
