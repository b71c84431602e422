import type { Input } from 'electron'

/** Whoever stands before a locked screen needs no more: a PIN, the focus, and what asks for the PIN. */
const NAMED = new Set([
  ...['Escape', 'Enter', 'Backspace', 'Delete', 'Tab', 'Shift', 'F11'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
])

/** Whether a key reaches the page of a locked screen; all others do nothing at all. */
export function isKeyOfLockedScreen({
  key,
  control,
  alt,
  meta,
}: Pick<Input, 'key' | 'control' | 'alt' | 'meta'>): boolean {
  if (control || alt || meta) return false
  return NAMED.has(key) || /^[\d ]$/.test(key)
}
