import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import { findRuntime } from '../../core/tensorflow/runtime'
import { checkMachine, type CheckOptions } from './check-machine'

export type DoctorOptions = Pick<
  CheckOptions,
  'startProcess' | 'home' | 'electron' | 'isTraining' | 'tf32' | 'gpuTraces'
> & {
  readonly onChange: (diagnosis: Diagnosis) => void
}

interface Check {
  readonly ended: Promise<void>
  readonly stopping: AbortController
}

/** Checks the machine for windows: one check at a time, which installs nothing. */
export class Doctor {
  readonly #options: DoctorOptions
  #check: Check | null = null
  #report: Diagnosis | null = null
  #isClosed = false

  constructor(options: DoctorOptions) {
    this.#options = options
  }

  /** As it stands now; null before the first check. */
  get report(): Diagnosis | null {
    return this.#report
  }

  /** Begins a check, or joins the one that is under way; resolves as it ends. */
  async check(): Promise<void> {
    if (this.#isClosed) return
    this.#check ??= this.#begin()
    await this.#check.ended
  }

  /** Breaks off what is under way, and checks what is there now. */
  async checkAnew(): Promise<void> {
    await this.#breakOff()
    await this.check()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#breakOff()
  }

  #begin(): Check {
    const stopping = new AbortController()
    const { signal } = stopping
    const checked = checkMachine({
      ...this.#options,
      signal,
      findRuntime: () => findRuntime({ signal }),
      onChange: (diagnosis) => {
        this.#report = diagnosis
        this.#options.onChange(diagnosis)
      },
    })
    const forget = () => {
      this.#check = null
    }
    // It throws for nothing but the signal.
    return { stopping, ended: checked.then(forget, forget) }
  }

  async #breakOff(): Promise<void> {
    const check = this.#check
    check?.stopping.abort()
    await check?.ended
  }
}
