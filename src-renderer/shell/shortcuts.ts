/** In the order of the rail. */
export const SCREENS = ['train', 'results', 'sketch', 'runs', 'data', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

/** Everything that a key does anywhere in the window. */
export type ShortcutName =
  Screen | 'theme' | 'shortcuts' | 'start' | 'pause-resume' | 'stop' | 'log' | 'event-mode'

/** What has the focus: something to type into, something that Space presses, or neither. */
export type Focus = 'none' | 'pressing' | 'typing'

interface Shortcut {
  /** Ctrl, or Cmd on a Mac. */
  readonly control: boolean
  readonly alt: boolean
  readonly shift: boolean
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string
  /** Left alone where what has the focus takes this key itself. */
  readonly yieldsTo: 'nothing' | 'typing' | 'pressing'
  /** What it is called in the list. */
  readonly shown: readonly string[]
}

const plain = { control: false, alt: false, shift: false, yieldsTo: 'nothing' } as const

/** In the order of the list; a second row of a name is another way to the same. */
export const SHORTCUTS: readonly (readonly [ShortcutName, Shortcut])[] = [
  ...SCREENS.map((screen, index) => {
    const key = String(index + 1)
    return [screen, { ...plain, alt: true, key, shown: ['Alt', key] }] as const
  }),
  ['settings', { ...plain, control: true, key: ',', shown: ['Ctrl', ','] }],
  ['start', { ...plain, control: true, key: 'enter', shown: ['Ctrl', 'Enter'] }],
  ['pause-resume', { ...plain, key: ' ', yieldsTo: 'pressing', shown: ['Space'] }],
  ['stop', { ...plain, control: true, key: '.', shown: ['Ctrl', '.'] }],
  ['log', { ...plain, control: true, key: 'l', shown: ['Ctrl', 'L'] }],
  ['event-mode', { ...plain, key: 'f11', shown: ['F11'] }],
  ['theme', { ...plain, control: true, shift: true, key: 'l', shown: ['Ctrl', 'Shift', 'L'] }],
  ['shortcuts', { ...plain, key: '?', yieldsTo: 'typing', shown: ['?'] }],
]

/** What a pressed key tells: the part of a `KeyboardEvent` that counts. */
export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** The place of the key on the keyboard: with Alt, some systems type another character. */
  readonly code: string
}

/** The shortcut that was pressed; null for none. */
export function shortcutOf(
  pressed: PressedKey,
  where: { readonly isMac: boolean; readonly focus: Focus },
): ShortcutName | null {
  const control = where.isMac ? pressed.metaKey : pressed.ctrlKey
  const other = where.isMac ? pressed.ctrlKey : pressed.metaKey
  if (other) return null
  const key = pressed.altKey ? pressed.code.replace(/^Digit/, '') : pressed.key.toLowerCase()
  const found = SHORTCUTS.find(
    ([, shortcut]) =>
      shortcut.key === key &&
      shortcut.control === control &&
      shortcut.alt === pressed.altKey &&
      // What is typed by Shift on one keyboard is typed without on another.
      (shortcut.key === '?' || shortcut.shift === pressed.shiftKey) &&
      !yields(shortcut.yieldsTo, where.focus),
  )
  return found?.[0] ?? null
}

function yields(to: Shortcut['yieldsTo'], focus: Focus): boolean {
  if (to === 'nothing') return false
  return focus === 'typing' || (to === 'pressing' && focus === 'pressing')
}

const TYPING =
  'input:not([type="radio"]):not([type="checkbox"]), select, textarea, [contenteditable]'
const PRESSING =
  'input, button, a, summary, canvas, [role="dialog"], [role="menu"], [data-keeps-space]'

/** What keys do at the thing that has the focus. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'none'
  if (target.closest(TYPING) !== null) return 'typing'
  return target.closest(PRESSING) === null ? 'none' : 'pressing'
}

/** The names of the keys on this machine. */
export function shownKeys(keys: readonly string[], isMac: boolean): readonly string[] {
  return isMac ? keys.map((key) => (key === 'Ctrl' ? 'Cmd' : key)) : keys
}
