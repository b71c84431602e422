import { watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { shareOf } from '../stores/job-share'
import { useTrainingStore } from '../stores/training'
import { useStrings } from '../strings/strings'
import { SCREENS } from './shortcuts'

/** The run's progress where a tab or a task bar shows it; without a run, the screen. */
export function useDocumentTitle(): void {
  const training = useTrainingStore()
  const route = useRoute()
  const { shell, event } = useStrings()

  watchEffect(() => {
    const { active } = training
    const share = active === null ? null : shareOf(active, training.activeStep)
    const screen =
      route.name === 'event'
        ? event.title
        : shell[SCREENS.find((name) => name === route.name) ?? 'train']
    const title =
      share === null
        ? shell.title(null, screen)
        : shell.title(share.share, shell.titleEpoch(share.epoch, share.epochs))
    if (document.title !== title) document.title = title
  })
}
