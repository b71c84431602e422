import { computed, onMounted, onUnmounted, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type { Job } from '../../../src-preload/contract/job'
import type { RunId } from '../../../src-preload/contract/run'
import type { RunDescription } from '../../../src-preload/contract/training-events'
import { useCurvesStore, type CurveSource } from '../../stores/curves'
import { useRunsStore } from '../../stores/runs'
import { useTrainingStore } from '../../stores/training'

/** What the pane is about. */
export type ShownRun =
  | { readonly kind: 'none' }
  /** Nothing is at work, and the newest run of the data home has not come to its end. */
  | { readonly kind: 'interrupted'; readonly entry: RunEntry; readonly isOpen: boolean }
  | { readonly kind: 'job'; readonly job: Job }

export interface ShownRunParts {
  readonly shown: ComputedRef<ShownRun>
  readonly run: ComputedRef<RunId | null>
  readonly description: ComputedRef<RunDescription | null>
  /** Whether the curves of the interrupted run are to be seen. */
  readonly isOpen: Ref<boolean>
}

/** Chooses the run of the pane and keeps its curves while the pane is there. */
export function useShownRun(): ShownRunParts {
  const training = useTrainingStore()
  const runs = useRunsStore()
  const curves = useCurvesStore()
  const isOpen = ref(false)

  const shown = computed<ShownRun>(() => {
    if (training.shown !== null) return { kind: 'job', job: training.shown }
    const newest = runs.runs[0]
    return newest !== undefined && newest.status === 'interrupted' && newest.isResumable
      ? { kind: 'interrupted', entry: newest, isOpen: isOpen.value }
      : { kind: 'none' }
  })
  const run = computed<RunId | null>(() => {
    const { value } = shown
    if (value.kind === 'job') return value.job.state.run
    return value.kind === 'interrupted' && value.isOpen ? value.entry.run : null
  })
  const description = computed(() => {
    const { value } = shown
    if (value.kind === 'job') return value.job.state.description
    return value.kind === 'interrupted' ? value.entry.description : null
  })

  let ends: readonly (() => void)[] = []
  onMounted(() => {
    ends = [
      runs.begin(),
      curves.begin(),
      watch([run, shown], () => curves.show(run.value, sourceOf(shown.value)), { immediate: true }),
    ]
  })
  onUnmounted(() => {
    for (const end of ends) end()
    // What is told while nobody listens would be missing: the next pane reads anew.
    curves.show(null, null)
  })
  return { shown, run, description, isOpen }
}

function sourceOf(shown: ShownRun): CurveSource | null {
  if (shown.kind !== 'job') return null
  const { id, attempt, state } = shown.job
  return { job: id, attempt, isTraining: state.phase === 'running' }
}
