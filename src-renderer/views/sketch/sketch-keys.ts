import type { PressedKey } from '../../shell/shortcuts'
import { keyOfCharacter } from './character-keys'

/** What a key asks of the screen Sketch. */
export type SketchKey =
  | { readonly does: 'undo' | 'redo' | 'clear' | 'drop' | 'guides' }
  | { readonly does: 'width'; readonly steps: 1 | -1 }
  | { readonly does: 'correct'; readonly character: string }

/**
 * What a pressed key does; null for nothing. A character says what the sketch is; without a sketch there is nothing to
 * say it of, and G is the guides' key.
 */
export function sketchKeyOf(
  { key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey,
  { isMac, hasInk }: { readonly isMac: boolean; readonly hasInk: boolean },
): SketchKey | null {
  if (altKey || (isMac ? ctrlKey : metaKey)) return null
  if (isMac ? metaKey : ctrlKey) return withControl(key.toLowerCase(), shiftKey)
  switch (key) {
    case 'Delete':
    case 'Backspace':
      return { does: 'clear' }
    case 'Escape':
      return { does: 'drop' }
    case '[':
      return { does: 'width', steps: -1 }
    case ']':
      return { does: 'width', steps: 1 }
  }
  if (!hasInk) return key.toLowerCase() === 'g' ? { does: 'guides' } : null
  return key.length === 1 && keyOfCharacter(key) !== null
    ? { does: 'correct', character: key }
    : null
}

function withControl(key: string, shiftKey: boolean): SketchKey | null {
  switch (key) {
    case 'z':
      return { does: shiftKey ? 'redo' : 'undo' }
    case 'y':
      return { does: 'redo' }
    case 'g':
      return { does: 'guides' }
    default:
      return null
  }
}

const TYPING =
  'input:not([type="radio"]):not([type="checkbox"]):not([type="range"]), select, textarea, [contenteditable]'
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"]'

/** Whether a key at this place is the screen's: not what is typed into a field, or asked of a menu. */
export function isForSketch(target: EventTarget | null): boolean {
  return !(target instanceof Element) || target.closest(`${TYPING}, ${OWN_KEYS}`) === null
}
