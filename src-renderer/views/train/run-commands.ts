import { computed, type ComputedRef } from 'vue'
import { canDo, resumableRun } from '../../../src-preload/contract/job-transition'
import type { JobState } from '../../../src-preload/contract/job'
import { useConnectionStore } from '../../stores/connection'
import { useExperimentStore } from '../../stores/experiment'
import { useShellStore } from '../../stores/shell'
import { useTrainingStore } from '../../stores/training'
import type { ShownRun } from './shown-run'

export type RunCommand = 'start' | 'pause' | 'resume' | 'stop'

export interface RunCommands {
  /** What can be asked for now. */
  readonly possible: ComputedRef<Readonly<Record<RunCommand, boolean>>>
  /** The one that is most likely wanted; null while a run goes by itself. */
  readonly first: ComputedRef<RunCommand | null>
  readonly give: (command: RunCommand) => void
}

/** What the transport and the notes offer for the run that is shown. */
export function useRunCommands(shown: () => ShownRun): RunCommands {
  const training = useTrainingStore()
  const experiment = useExperimentStore()
  const connection = useConnectionStore()
  const shell = useShellStore()

  const possible = computed(() => {
    const value = shown()
    const isIdle = connection.state === 'connected' && training.command.kind !== 'sent'
    const state = value.kind === 'job' ? value.job.state : null
    return {
      start: experiment.obstacle === null,
      pause: isIdle && state !== null && canDo(state, { type: 'pause' }),
      resume: isIdle && (value.kind === 'interrupted' || (state !== null && canGoOn(state))),
      stop: isIdle && state !== null && canEnd(state),
    }
  })
  const first = computed<RunCommand | null>(() => {
    if (possible.value.resume) return 'resume'
    const value = shown()
    const isBusy = value.kind === 'job' && canEnd(value.job.state)
    return possible.value.start && !isBusy ? 'start' : null
  })

  function give(command: RunCommand): void {
    if (!possible.value[command]) return
    const value = shown()
    switch (command) {
      case 'start':
        void experiment.start()
        break
      case 'pause':
        if (value.kind === 'job') void training.pause(value.job.id)
        break
      case 'resume':
        resume(value)
        break
      case 'stop':
        if (value.kind !== 'job') break
        // What waits has nothing to save, and no step to end after.
        if (value.job.state.phase === 'queued') void training.remove(value.job.id)
        else shell.askHowToStop(value.job.id)
        break
    }
  }

  function resume(value: ShownRun): void {
    if (value.kind === 'interrupted') void training.resumeRun(value.entry.run)
    if (value.kind !== 'job') return
    const { id, state } = value.job
    const run = resumableRun(state)
    if (run === null) void training.resume(id)
    else void training.resumeRun(run)
  }
  return { possible, first, give }
}

function canGoOn(state: JobState): boolean {
  return canDo(state, { type: 'resume' }) || resumableRun(state) !== null
}

/** A job that waits is taken out of the queue instead. */
function canEnd(state: JobState): boolean {
  return state.phase === 'queued' || canDo(state, { type: 'stop', after: 'step' })
}
