import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import { useAppStore } from '../../stores/app'
import { useConnectionStore } from '../../stores/connection'
import { useExperimentStore } from '../../stores/experiment'
import { usePortableRunsStore } from '../../stores/portable-runs'
import { useRunActionsStore } from '../../stores/run-actions'
import type { RunItem } from '../../stores/run-items'
import { useRunsViewStore } from '../../stores/runs-view'
import { useTrainingStore } from '../../stores/training'
import { resultsOfRunRoute } from '../results/results-route'

export type ItemCommand =
  | 'star'
  | 'edit-name'
  | 'edit-note'
  | 'resume'
  | 'use-settings'
  | 'see-results'
  | 'open-folder'
  | 'export'
  | 'delete'

export interface ItemCommands {
  /** What can be done with a run now; of repeats, most is done with the first of them. */
  readonly can: ComputedRef<(command: ItemCommand, item: RunItem) => boolean>
  /** Does what is possible, else nothing. */
  readonly give: (command: ItemCommand, item: RunItem) => void
}

/** What is done with one run of the list, by a key or a button. */
export function useItemCommands(): ItemCommands {
  const actions = useRunActionsStore()
  const portable = usePortableRunsStore()
  const view = useRunsViewStore()
  const training = useTrainingStore()
  const experiment = useExperimentStore()
  const connection = useConnectionStore()
  const app = useAppStore()
  const router = useRouter()

  const can = computed(() => {
    const isConnected = connection.state === 'connected'
    const isFree = training.command.kind !== 'sent'
    const canReveal = app.info?.can.reveal ?? false
    return (command: ItemCommand, { kind, entry }: RunItem): boolean => {
      switch (command) {
        case 'resume':
          return isConnected && isFree && kind === 'run' && entry.isResumable
        // Without an epoch there are no weights that could be measured.
        case 'see-results':
          return entry.best !== null
        case 'open-folder':
          return isConnected && canReveal
        // What is being written cannot go along; of repeats, each is a file of its own.
        case 'export':
          return isConnected && kind === 'run' && entry.status !== 'running' && !portable.isBusy
        case 'use-settings':
          return true
        case 'star':
        case 'edit-name':
        case 'edit-note':
        case 'delete':
          return isConnected
      }
    }
  })

  function give(command: ItemCommand, item: RunItem): void {
    if (!can.value(command, item)) return
    const { entry } = item
    switch (command) {
      case 'star':
        void actions.star(entry.run, !entry.starred)
        break
      case 'edit-name':
        view.dialog = { kind: 'edit', entry, field: 'name' }
        break
      case 'edit-note':
        view.dialog = { kind: 'edit', entry, field: 'note' }
        break
      case 'resume':
        void training.resumeRun(entry.run)
        break
      case 'use-settings':
        experiment.duplicateRun(entry)
        void router.push({ name: 'train' })
        break
      case 'see-results':
        void router.push(resultsOfRunRoute(entry.run))
        break
      case 'open-folder':
        void actions.reveal(entry.run)
        break
      case 'export':
        void portable.save(entry.run)
        break
      case 'delete':
        view.dialog = { kind: 'delete', items: [item] }
        break
    }
  }
  return { can, give }
}
