import type { Device } from '../../src-preload/contract/job'
import type { Devices } from '../../src-preload/contract/runtime'
import { diagnosedGpu, explainGpu, lookForGpus } from '../core/gpu'
import { findRuntime } from '../core/tensorflow/runtime'

const PROCESSOR: Devices = {
  devices: [{ device: 'cpu', name: null, hasTf32: false }],
  standard: 'cpu',
}

/**
 * What runs can be computed on, as far as it can be told without TensorFlow. It is looked for when it is first
 * asked for, and again once runtimes have come or gone.
 */
export class KnownDevices {
  #found: Promise<Devices> | null = null
  readonly #look: () => Promise<Devices>

  constructor(look: () => Promise<Devices> = lookForDevices) {
    this.#look = look
  }

  /** Never throws: what cannot be asked is not there. */
  list(): Promise<Devices> {
    this.#found ??= this.#look().catch(() => PROCESSOR)
    return this.#found
  }

  /** The queue of a run: the device that was asked for, or the one that will compute. */
  async queueOf(asked: Device | undefined): Promise<Device> {
    return asked ?? (await this.list()).standard
  }

  /** Looks again at the next question. */
  forget(): void {
    this.#found = null
  }
}

async function lookForDevices(): Promise<Devices> {
  const runtime = await findRuntime()
  if (runtime?.variant !== 'gpu') return PROCESSOR
  const verdict = explainGpu(await lookForGpus(runtime))
  if (verdict.kind !== 'usable') return PROCESSOR
  const cards = verdict.gpus.map(diagnosedGpu).map(({ index, name, hasTf32 }) => ({
    ...{ device: `gpu:${index}` as const, name, hasTf32 },
  }))
  return {
    devices: [...PROCESSOR.devices, ...cards],
    standard: cards.some(({ device }) => device === 'gpu:0') ? 'gpu:0' : 'cpu',
  }
}
