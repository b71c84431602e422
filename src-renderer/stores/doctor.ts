import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Diagnosis, Installation } from '../../src-preload/contract/diagnosis'
import type { ErrorData } from '../../src-preload/contract/errors'
import { together, useBridge, whenConnected } from './use-bridge'

export type DoctorState =
  | { readonly phase: 'asking' }
  /** No check has been made yet. */
  | { readonly phase: 'unchecked' }
  | { readonly phase: 'checked'; readonly diagnosis: Diagnosis }
  | { readonly phase: 'unknown'; readonly error: ErrorData }

/** The chain from the machine to a training step, and the installation that can mend it. */
export const useDoctorStore = defineStore('doctor', () => {
  const bridge = useBridge()
  const state = shallowRef<DoctorState>({ phase: 'asking' })
  const installation = shallowRef<Installation>({ state: 'idle', isThere: true })
  /** Why the latest command was refused. */
  const refusal = shallowRef<ErrorData | null>(null)
  const isChecking = computed(
    () =>
      state.value.phase === 'checked' &&
      Object.values(state.value.diagnosis.links).some(({ status }) => status === 'checking'),
  )

  async function ask(): Promise<void> {
    const [report, installing] = await Promise.all([
      bridge.request('doctor.report', {}),
      bridge.request('runtime.state', {}),
    ])
    if (installing.ok) installation.value = installing.result
    if (!report.ok) {
      if (state.value.phase !== 'checked') state.value = { phase: 'unknown', error: report.error }
      return
    }
    const { diagnosis } = report.result
    state.value = diagnosis === null ? { phase: 'unchecked' } : { phase: 'checked', diagnosis }
  }

  async function command(name: 'doctor.check' | 'runtime.cancel'): Promise<void> {
    const answer = await bridge.request(name, {})
    refusal.value = answer.ok ? null : answer.error
  }

  async function install(variant: 'cpu' | 'gpu' = 'cpu'): Promise<void> {
    const answer = await bridge.request('runtime.install', { variant })
    refusal.value = answer.ok ? null : answer.error
  }

  function begin(): () => void {
    return together(
      bridge.on('doctor.changed', (diagnosis) => (state.value = { phase: 'checked', diagnosis })),
      bridge.on('runtime.changed', (changed) => (installation.value = changed)),
      whenConnected(bridge, () => void ask()),
    )
  }
  return {
    state,
    installation,
    refusal,
    isChecking,
    begin,
    check: () => command('doctor.check'),
    install,
    cancel: () => command('runtime.cancel'),
  }
})
