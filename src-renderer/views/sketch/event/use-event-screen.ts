import { useEventListener, useWakeLock } from '@vueuse/core'
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'
import { useAppStore } from '../../../stores/app'
import { useBridge } from '../../../stores/use-bridge'

declare global {
  interface Navigator {
    /** Of some browsers, in pages that are secure. */
    readonly keyboard?: { lock(): Promise<void>; unlock(): void }
  }
}

export interface EventScreen {
  /** Takes the whole screen: on the desktop so that nothing leads out, in a browser as far as it lets a page. */
  readonly hold: () => void
  /** Gives it back. */
  readonly release: () => Promise<void>
  /** A browser that is not in full screen: only a touch may bring it there. */
  readonly isOffered: ComputedRef<boolean>
  readonly fill: () => Promise<void>
}

/** Some browsers do not say: they are asked, and refuse. */
function wasTouched(): boolean {
  return !('userActivation' in navigator) || navigator.userActivation.isActive
}

/** The screen, for as long as it is given to visitors; it stays lit. */
export function useEventScreen(): EventScreen {
  const bridge = useBridge()
  const app = useAppStore()
  const lit = useWakeLock()
  const isHeld = ref(false)
  const isFull = ref(document.fullscreenElement !== null)
  useEventListener(document, 'fullscreenchange', () => {
    isFull.value = document.fullscreenElement !== null
  })
  /** Null until the program has said so. */
  const canLock = computed(() => app.info?.can.lockScreen ?? null)

  async function fill(): Promise<void> {
    try {
      await document.documentElement.requestFullscreen({ navigationUI: 'hide' })
      // Its own keys, too, where it has such a thing: Esc has to be held then.
      await navigator.keyboard?.lock()
    } catch {
      // It may be forbidden by whoever looks after the browser.
    }
  }

  watch([isHeld, canLock], ([held, can]) => {
    if (!held || can === null) return
    if (can) void bridge.request('app.lock-screen', { isLocked: true })
    // After a reload nobody has touched the page yet; the button is there for that.
    else if (!isFull.value && wasTouched()) void fill()
  })
  watch(isHeld, (held) => {
    void (held ? lit.request('screen') : lit.release()).catch(() => undefined)
  })

  async function release(): Promise<void> {
    isHeld.value = false
    if (canLock.value === true) await bridge.request('app.lock-screen', { isLocked: false })
    navigator.keyboard?.unlock()
    if (document.fullscreenElement !== null) await document.exitFullscreen().catch(() => undefined)
  }
  onScopeDispose(() => void release())

  return {
    hold: () => {
      isHeld.value = true
    },
    release,
    isOffered: computed(
      () => isHeld.value && canLock.value === false && !isFull.value && document.fullscreenEnabled,
    ),
    fill,
  }
}
