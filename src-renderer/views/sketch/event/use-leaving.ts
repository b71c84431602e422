import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { usePreferencesStore } from '../../../stores/preferences'
import { useStrings } from '../../../strings/strings'
import { afterWrongPin, NO_ATTEMPTS, secondsToWait, type PinAttempts } from './pin-attempts'
import { useRest } from './use-rest'

/** Whoever has opened the pad of digits by chance finds the sheet again. */
const PAD_REST = { restSeconds: 20, countdownSeconds: 0 } as const

/** Seconds to wait are said aloud by so many at a time. */
const SPOKEN_EVERY = 10

export interface LeavingOptions {
  /** There is a PIN: the screen can be given to visitors. */
  readonly begins: () => void
  readonly leaves: () => Promise<void>
}

export interface Leaving {
  readonly panel: Ref<'none' | 'ask' | 'choose'>
  /** What is to be said at the pad of digits. */
  readonly note: ComputedRef<string>
  /** The same for who listens, which is another but every ten seconds. */
  readonly spokenNote: ComputedRef<string>
  /** Whether no PIN is taken for now. */
  readonly waits: ComputedRef<boolean>
  readonly ask: () => void
  readonly given: (pin: string) => void
  readonly cancel: () => void
}

/** Wrong PINs so far: they count, however often event mode was left and begun since. */
const attempts = shallowRef<PinAttempts>(NO_ATTEMPTS)

/** The way into event mode, for which there has to be a PIN, and out of it. */
export function useLeaving({ begins, leaves }: LeavingOptions): Leaving {
  const preferences = usePreferencesStore()
  const { event: words } = useStrings()
  const panel = ref<'none' | 'ask' | 'choose'>('none')
  const isWrong = ref(false)
  const isNotKept = ref(false)
  const nowMs = ref(performance.now())
  const clock = setInterval(() => (nowMs.value = performance.now()), 250)
  onScopeDispose(() => clearInterval(clock))

  const pin = computed(() => preferences.preferences.eventMode.pin)
  const seconds = computed(() => secondsToWait(attempts.value, nowMs.value))

  watch(
    // Before the program has answered, a window of another browser knows of no PIN.
    [pin, () => preferences.isKnown] as const,
    ([chosen, isKnown]) => {
      if (chosen === null) {
        if (isKnown) panel.value = 'choose'
        return
      }
      if (panel.value === 'choose') panel.value = 'none'
      begins()
    },
    { immediate: true },
  )

  function ask(): void {
    if (panel.value !== 'none') return
    // Nobody has chosen one that could be asked for.
    if (pin.value === null) return void leaves()
    isWrong.value = false
    panel.value = 'ask'
  }

  function given(typed: string): void {
    if (panel.value === 'choose') return void choose(typed)
    if (typed === pin.value) {
      attempts.value = NO_ATTEMPTS
      void leaves()
      return
    }
    nowMs.value = performance.now()
    attempts.value = afterWrongPin(attempts.value, nowMs.value)
    isWrong.value = true
  }

  async function choose(typed: string): Promise<void> {
    panel.value = 'none'
    const { eventMode } = preferences.preferences
    await preferences.change({ eventMode: { ...eventMode, pin: typed } })
    // Taken back where it could not be kept, and asked for again.
    isNotKept.value = pin.value === null
    if (isNotKept.value) panel.value = 'choose'
  }

  function cancel(): void {
    if (panel.value === 'choose') return void leaves()
    panel.value = 'none'
  }

  useRest(
    () => panel.value === 'ask',
    () => PAD_REST,
    cancel,
  )

  function noteOf(secondsLeft: number): string {
    if (panel.value === 'choose') return isNotKept.value ? words.pin.notKept : ''
    const wait = secondsLeft > 0 ? words.pin.wait(secondsLeft) : ''
    return [isWrong.value ? words.pin.wrong : '', wait].filter((part) => part !== '').join(' ')
  }
  return {
    panel,
    note: computed(() => noteOf(seconds.value)),
    spokenNote: computed(() => noteOf(Math.ceil(seconds.value / SPOKEN_EVERY) * SPOKEN_EVERY)),
    waits: computed(() => seconds.value > 0),
    ask,
    given,
    cancel,
  }
}
