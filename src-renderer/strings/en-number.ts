import type { NumberFault, NumberRange } from '../experiment/number-range'
import { formatCount, formatPlain } from './format'

/** `1 to 100,000`, `above 0, at most 100`. */
export function rangeWords({
  least,
  isLeastIncluded,
  most,
  isMostIncluded,
  isWhole,
}: NumberRange): string {
  const number = (value: number): string => (isWhole ? formatCount(value) : formatPlain(value))
  const low = least === null ? null : `${isLeastIncluded ? 'at least' : 'above'} ${number(least)}`
  const high = most === null ? null : `${isMostIncluded ? 'at most' : 'below'} ${number(most)}`
  if (least !== null && most !== null && isLeastIncluded && isMostIncluded)
    return `${number(least)} to ${number(most)}`
  return [low, high].filter((part) => part !== null).join(', ')
}

/** What is wrong with a number that was typed. */
export function numberFault(fault: NumberFault, range: NumberRange): string {
  const words = rangeWords(range)
  const faults = {
    'not-a-number': `Type a number: ${words}`,
    'not-whole': `Type a whole number: ${words}`,
    'too-small': `Too small: ${words}`,
    'too-large': `Too large: ${words}`,
  } as const
  return faults[fault]
}
