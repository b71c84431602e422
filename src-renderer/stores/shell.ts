import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { JobId } from '../../src-preload/contract/job'

export type ShellDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'shortcuts' }
  /** Asks how a job is to be stopped. */
  | { readonly kind: 'stop'; readonly job: JobId }

/** What the frame of the window has open. */
export const useShellStore = defineStore('shell', () => {
  const dialog = shallowRef<ShellDialog>({ kind: 'none' })
  const isLogOpen = ref(true)

  return {
    dialog,
    isLogOpen,
    showShortcuts: () => {
      dialog.value = { kind: 'shortcuts' }
    },
    askHowToStop: (job: JobId) => {
      dialog.value = { kind: 'stop', job }
    },
    closeDialog: () => {
      dialog.value = { kind: 'none' }
    },
    toggleLog: () => {
      isLogOpen.value = !isLogOpen.value
    },
  }
})
