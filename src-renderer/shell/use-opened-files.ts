import { onScopeDispose, watch } from 'vue'
import { useRouter } from 'vue-router'
import { usePortableRunsStore } from '../stores/portable-runs'
import { together, useBridge, whenConnected } from '../stores/use-bridge'

/** Goes to Runs where the user has opened the file of a run in the system; there it is asked whether to take it in. */
export function useOpenedFiles(): void {
  const bridge = useBridge()
  const router = useRouter()
  const portable = usePortableRunsStore()

  async function look(): Promise<void> {
    await router.isReady()
    // There visitors have the window to themselves; who ends that finds what was opened.
    if (router.currentRoute.value.name === 'event') return
    if (await portable.askForOpened()) await router.push({ name: 'runs' })
  }

  onScopeDispose(
    together(
      bridge.on('runs.file-opened', () => void look()),
      whenConnected(bridge, () => void look()),
      watch(
        () => router.currentRoute.value.name,
        (_, before) => {
          if (before === 'event') void look()
        },
      ),
    ),
  )
}
