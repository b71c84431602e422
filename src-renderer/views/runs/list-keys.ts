import type { ItemCommand } from './use-item-commands'

/** What a key does in the list. */
export type KeyAction =
  | {
      readonly kind: 'move'
      readonly direction: 1 | -1
      readonly by: 'line' | 'page' | 'end'
      /** Whether what is passed is selected. */
      readonly isTicking: boolean
    }
  | { readonly kind: 'tick' }
  | { readonly kind: 'tick-all' }
  | { readonly kind: 'untick-all' }
  | { readonly kind: 'open'; readonly isOpen: boolean }
  | { readonly kind: 'delete' }
  | { readonly kind: 'command'; readonly command: ItemCommand }

/** The part of a `KeyboardEvent` that counts. */
export interface ListKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const MOVES: Readonly<
  Record<string, { readonly direction: 1 | -1; readonly by: 'line' | 'page' | 'end' }>
> = {
  ArrowUp: { direction: -1, by: 'line' },
  ArrowDown: { direction: 1, by: 'line' },
  PageUp: { direction: -1, by: 'page' },
  PageDown: { direction: 1, by: 'page' },
  Home: { direction: -1, by: 'end' },
  End: { direction: 1, by: 'end' },
}

const ACTIONS: Readonly<Record<string, KeyAction>> = {
  ' ': { kind: 'tick' },
  escape: { kind: 'untick-all' },
  arrowright: { kind: 'open', isOpen: true },
  arrowleft: { kind: 'open', isOpen: false },
  delete: { kind: 'delete' },
  enter: { kind: 'command', command: 'see-results' },
  f: { kind: 'command', command: 'star' },
  e: { kind: 'command', command: 'edit-note' },
  f2: { kind: 'command', command: 'edit-name' },
  r: { kind: 'command', command: 'resume' },
  n: { kind: 'command', command: 'use-settings' },
}

/** Null for a key that means nothing here. */
export function keyAction(pressed: ListKey): KeyAction | null {
  const { key, altKey, shiftKey } = pressed
  if (altKey) return null
  if (pressed.ctrlKey || pressed.metaKey)
    return key.toLowerCase() === 'a' ? { kind: 'tick-all' } : null
  const move = MOVES[key]
  if (move !== undefined)
    return { kind: 'move', ...move, isTicking: shiftKey && move.by === 'line' }
  return shiftKey ? null : (ACTIONS[key.toLowerCase()] ?? null)
}
