import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HandedOver } from '../../src-preload/contract/bridge/hand-over'
import type { Result } from '../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { RunId } from '../../src-preload/contract/run'
import { saveBlob } from '../charts/save-picture'
import { useRunsStore } from './runs'
import { useRunsViewStore } from './runs-view'
import { useBridge } from './use-bridge'

/** What is written or taken in now. */
export type PortableWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'exporting'; readonly run: RunId }
  | { readonly kind: 'importing'; readonly name: string }

/** What has come of it, told for a while. */
export type PortableOutcome =
  | {
      readonly kind: 'exported'
      readonly name: string
      readonly bytes: number
      readonly leftOut: number
    }
  | Result<'runs.import'>

export interface PortableRefusal {
  /** The run; empty where the error names what it is of. */
  readonly name: string
  readonly error: ErrorData
}

const TOLD_MS = 10_000

/** Runs that go to other machines as files, and come from there. */
export const usePortableRunsStore = defineStore('portable-runs', () => {
  const bridge = useBridge()
  const runs = useRunsStore()
  const view = useRunsViewStore()
  const work = shallowRef<PortableWork>({ kind: 'none' })
  const outcome = shallowRef<PortableOutcome | null>(null)
  const refusals = shallowRef<readonly PortableRefusal[]>([])
  /** Files that were opened in the system: the user is asked about each. */
  const offered = shallowRef<readonly HandedOver[]>([])
  const isBusy = computed(() => work.value.kind !== 'none')
  let forgetting: ReturnType<typeof setTimeout> | undefined

  /** Writes a run to a file: where the user says, or as a download of the browser. */
  async function save(run: RunId): Promise<void> {
    if (!begin({ kind: 'exporting', run })) return
    const answer = await bridge.request('runs.export', { run })
    if (!answer.ok) refuse(run, answer.error)
    else if (answer.result.kind === 'saved') tell({ ...answer.result, kind: 'exported' })
    else if (answer.result.kind === 'offered') {
      const { id, ...exported } = answer.result
      const fetched = await bridge.fetchOffered(id)
      if (fetched.ok) {
        saveBlob(fetched.result, exported.name)
        tell({ ...exported, kind: 'exported' })
      } else refuse(run, fetched.error)
    }
    work.value = { kind: 'none' }
  }

  /** Takes a run in from a file, and goes to it in the list. */
  async function take({ id, name }: HandedOver): Promise<void> {
    if (!begin({ kind: 'importing', name })) {
      void bridge.request('handed-over.withdraw', { handedOver: id })
      return
    }
    const answer = await bridge.request('runs.import', { handedOver: id })
    if (answer.ok) {
      tell(answer.result)
      view.show(answer.result.run)
    }
    // What is wrong with a file names it.
    else refuse('', answer.error)
    work.value = { kind: 'none' }
    await runs.ask()
  }

  /** By a dialog of the program. */
  async function choose(): Promise<void> {
    const answer = await bridge.request('imports.choose', { what: 'run' })
    if (!answer.ok) refusals.value = [{ name: '', error: answer.error }]
    else if (answer.result.handedOver !== null) await take(answer.result.handedOver)
  }

  /** Asks which files were opened in the system. Whether there are any to ask the user about. */
  async function askForOpened(): Promise<boolean> {
    for (;;) {
      const answer = await bridge.request('runs.opened', {})
      if (!answer.ok) {
        // What was opened is not there any more, say: those behind it may be.
        if (answer.error.code !== 'dataset-missing') break
        refuse('', answer.error)
        continue
      }
      const { file } = answer.result
      if (file === null) break
      offered.value = [...offered.value, file]
    }
    return offered.value.length > 0 || refusals.value.length > 0
  }

  /** The user has said what is to become of the file that was opened first. */
  async function decide(isWanted: boolean): Promise<void> {
    const [file, ...others] = offered.value
    offered.value = others
    if (file === undefined) return
    if (isWanted) await take(file)
    else void bridge.request('handed-over.withdraw', { handedOver: file.id })
  }

  function begin(next: PortableWork): boolean {
    if (isBusy.value) return false
    clearTimeout(forgetting)
    outcome.value = null
    refusals.value = []
    work.value = next
    return true
  }

  function tell(what: PortableOutcome): void {
    outcome.value = what
    forgetting = setTimeout(() => {
      outcome.value = null
    }, TOLD_MS)
  }

  function refuse(name: string, error: ErrorData): void {
    refusals.value = [...refusals.value, { name, error }]
  }

  return {
    work,
    outcome,
    refusals,
    offered,
    isBusy,
    save,
    take,
    choose,
    askForOpened,
    decide,
    dismiss: () => {
      refusals.value = []
    },
  }
})
