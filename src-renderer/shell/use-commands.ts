import { useRouter } from 'vue-router'
import { canDo } from '../../src-preload/contract/job-transition'
import { assertNever } from '../assert-never'
import { useExperimentStore } from '../stores/experiment'
import { usePreferencesStore } from '../stores/preferences'
import { useShellStore } from '../stores/shell'
import { useTrainingStore } from '../stores/training'
import type { ShortcutName } from './shortcuts'

/** What keys and menus can ask for; what is not possible just now does nothing. */
export function useCommands(): (name: ShortcutName) => void {
  const router = useRouter()
  const training = useTrainingStore()
  const experiment = useExperimentStore()
  const preferences = usePreferencesStore()
  const shell = useShellStore()

  return (name) => {
    // There visitors have the window to themselves.
    if (router.currentRoute.value.name === 'event') return
    switch (name) {
      case 'train':
      case 'results':
      case 'sketch':
      case 'runs':
      case 'data':
      case 'settings':
        return void router.push({ name })
      case 'event-mode':
        return void router.push({ name: 'event' })
      case 'theme':
        return void preferences.change({ theme: preferences.theme === 'dark' ? 'light' : 'dark' })
      case 'shortcuts':
        return shell.showShortcuts()
      case 'start':
        return void experiment.start()
      case 'pause-resume': {
        const job = training.shown
        if (job === null) return
        if (canDo(job.state, { type: 'pause' })) void training.pause(job.id)
        else if (canDo(job.state, { type: 'resume' })) void training.resume(job.id)
        return
      }
      case 'stop': {
        const job = training.shown
        if (job === null) return
        if (job.state.phase === 'queued') void training.remove(job.id)
        else if (canDo(job.state, { type: 'stop', after: 'step' })) shell.askHowToStop(job.id)
        return
      }
      case 'log':
        return shell.toggleLog()
      default:
        return assertNever(name)
    }
  }
}
