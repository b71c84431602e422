import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose } from 'vue'
import type { EventPayload } from '../../src-preload/contract/bridge/events'
import { useAppStore } from '../stores/app'
import { useShellStore } from '../stores/shell'
import { useBridge } from '../stores/use-bridge'
import { focusOf, shortcutOf, type ShortcutName } from './shortcuts'
import { useCommands } from './use-commands'

type MenuCommand = EventPayload<'app.command'>['command']

/** A choice in the system's menu does what its key does. */
const OF_MENU: { readonly [Command in MenuCommand]: ShortcutName } = {
  train: 'train',
  results: 'results',
  sketch: 'sketch',
  runs: 'runs',
  data: 'data',
  settings: 'settings',
  start: 'start',
  pause: 'pause-resume',
  stop: 'stop',
  'toggle-log': 'log',
  'event-mode': 'event-mode',
  shortcuts: 'shortcuts',
}

/** Keys, and the commands of the system's menu, for as long as the caller is there. */
export function useShortcuts(): void {
  const bridge = useBridge()
  const shell = useShellStore()
  const does = useCommands()
  const isMac = useIsMac()

  useEventListener(window, 'keydown', (event) => {
    // A dialog has the keys to itself.
    if (event.defaultPrevented || event.repeat || shell.dialog.kind !== 'none') return
    const name = shortcutOf(event, { isMac: isMac.value, focus: focusOf(event.target) })
    if (name === null) return
    event.preventDefault()
    does(name)
  })
  onScopeDispose(bridge.on('app.command', ({ command }) => does(OF_MENU[command])))
}

/** Whether the window is on a Mac, where Cmd does what Ctrl does elsewhere. */
export function useIsMac() {
  const app = useAppStore()
  // A browser may be on another machine than the program.
  return computed(() =>
    app.info?.face === 'desktop'
      ? app.info.platform === 'darwin'
      : navigator.platform.startsWith('Mac'),
  )
}
