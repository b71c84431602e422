import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { RunEntry } from '../../src-preload/contract/bridge/run-requests'
import type { ErrorData } from '../../src-preload/contract/errors'
import { newRunSchema, type Device, type Job, type NewRun } from '../../src-preload/contract/job'
import { hasEnded } from '../../src-preload/contract/job-transition'
import type { PresetName } from '../../src-preload/contract/presets'
import {
  DEFAULT_CONFIGURATION,
  draftOf,
  readSettings,
  type DataChoice,
  type SettingsDraft,
} from '../experiment/draft'
import type { NumberFault } from '../experiment/number-range'
import type { NumberSettingName } from '../experiment/number-settings'
import { presetConfiguration, presetOf } from '../experiment/presets'
import { useConnectionStore } from './connection'
import { useDatasetsStore } from './datasets'
import { useDevicesStore } from './devices'
import { useDoctorStore } from './doctor'
import { usePlanStore } from './plan'
import { useTrainingStore } from './training'

/** What the sheet at the left of Train is about. */
export type Sheet =
  /** The user's next run. */
  | { readonly kind: 'next' }
  /** The same, though a run is shown that has not ended: it was asked for by "Duplicate as new". */
  | { readonly kind: 'duplicate' }

/** Why Start is off; the words are the form's. */
export type StartObstacle =
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'locked' }
  /** TensorFlow is to be installed first. */
  | { readonly kind: 'no-runtime' }
  | { readonly kind: 'no-dataset' }
  | { readonly kind: 'faults'; readonly names: readonly NumberSettingName[] }
  | { readonly kind: 'refused-plan'; readonly error: ErrorData }
  | { readonly kind: 'starting' }

const KEPT = 'glyphlab.draft'

/** The settings of the next run, and whether they are to be seen or those of the run that is shown. */
export const useExperimentStore = defineStore('experiment', () => {
  const training = useTrainingStore()
  const datasets = useDatasetsStore()
  const connection = useConnectionStore()
  const plan = usePlanStore()
  const doctor = useDoctorStore()
  const devices = useDevicesStore()

  const sheet = shallowRef<Sheet>({ kind: 'next' })
  const ownDraft = shallowRef<SettingsDraft>(draftOf(DEFAULT_CONFIGURATION))
  const ownData = shallowRef<DataChoice | null>(null)
  /** What the next run is to be computed on; null where it is left to the machine. */
  const ownDevice = shallowRef<Device | null>(null)
  /** The preset that Reset goes back to. */
  const base = shallowRef<PresetName>('seed-cnn')
  /** Settings of the user's own that a preset has taken the place of. */
  const ownBefore = shallowRef<SettingsDraft | null>(null)

  /** The run whose settings are shown locked; null where the sheet is the user's. */
  const lockedBy = computed<Job | null>(() => {
    const { shown } = training
    return sheet.value.kind === 'next' && shown !== null && !hasEnded(shown.state) ? shown : null
  })
  const draft = computed(() =>
    lockedBy.value === null ? ownDraft.value : draftOf(lockedBy.value.task.newRun.configuration),
  )
  const data = computed<DataChoice | null>(() =>
    lockedBy.value === null ? (ownData.value ?? firstDataset.value) : dataOf(lockedBy.value),
  )
  /** A card that is gone, with its runtime or by itself, is not asked for. */
  const device = computed<Device | null>(() => {
    if (lockedBy.value !== null) return lockedBy.value.task.newRun.device ?? null
    const isThere = devices.found.devices.some((one) => one.device === ownDevice.value)
    return isThere ? ownDevice.value : null
  })
  const firstDataset = computed<DataChoice | null>(() => {
    const first = datasets.datasets.find(({ isThere }) => isThere) ?? datasets.datasets[0]
    return first === undefined
      ? null
      : { dataset: first.source, split: first.split, corrections: 'current' }
  })

  const reading = computed(() => readSettings(draft.value))
  const faults = computed<ReadonlyMap<NumberSettingName, NumberFault>>(() =>
    reading.value.ok ? new Map() : reading.value.faults,
  )
  const newRun = computed<NewRun | null>(() =>
    reading.value.ok && data.value !== null
      ? {
          ...{ ...data.value, configuration: reading.value.configuration },
          ...(device.value === null ? {} : { device: device.value }),
        }
      : null,
  )
  const preset = computed<PresetName | null>(() =>
    reading.value.ok ? presetOf(reading.value.configuration) : null,
  )

  const resetsTo = computed(() => preset.value ?? base.value)

  const obstacle = computed<StartObstacle | null>(() => {
    if (connection.state !== 'connected') return { kind: 'not-connected' }
    if (training.command.kind === 'sent' && training.command.command === 'start')
      return { kind: 'starting' }
    if (lockedBy.value !== null) return { kind: 'locked' }
    const { installation } = doctor
    if (installation.state !== 'idle' || !installation.isThere) return { kind: 'no-runtime' }
    if (data.value === null) return { kind: 'no-dataset' }
    if (faults.value.size > 0) return { kind: 'faults', names: [...faults.value.keys()] }
    if (plan.state.phase === 'refused') return { kind: 'refused-plan', error: plan.state.error }
    return null
  })

  function begin(): () => void {
    restore()
    const stopPlanning = watch(newRun, (run) => plan.ask(run), { immediate: true })
    const stopKeeping = watch(newRun, (run) => {
      if (run !== null && lockedBy.value === null) keep(run)
    })
    return () => {
      stopPlanning()
      stopKeeping()
    }
  }

  /** What was set before the window was loaded anew. */
  function restore(): void {
    const kept = newRunSchema.safeParse(readKept())
    if (!kept.success) return
    const { configuration, device: keptDevice = null, ...choice } = kept.data
    ownDevice.value = keptDevice
    ownDraft.value = draftOf(configuration)
    ownData.value = choice
  }

  /** Changes what is not a number. */
  function change(changes: Partial<Omit<SettingsDraft, 'numbers'>>): void {
    if (lockedBy.value === null) ownDraft.value = { ...ownDraft.value, ...changes }
  }

  function setNumber(name: NumberSettingName, text: string): void {
    if (lockedBy.value !== null) return
    ownDraft.value = { ...ownDraft.value, numbers: { ...ownDraft.value.numbers, [name]: text } }
  }

  function chooseDevice(chosen: Device | null): void {
    if (lockedBy.value === null) ownDevice.value = chosen
  }

  function chooseData(choice: DataChoice): void {
    if (lockedBy.value === null) ownData.value = choice
  }

  /** Takes a preset's settings; the user's own can be had back. */
  function choosePreset(name: PresetName): void {
    if (lockedBy.value !== null) return
    if (preset.value === null) ownBefore.value = ownDraft.value
    base.value = name
    ownDraft.value = draftOf(presetConfiguration(name))
  }

  function backToOwn(): void {
    if (lockedBy.value === null && ownBefore.value !== null) ownDraft.value = ownBefore.value
  }

  /** All settings as the preset has them that was chosen last. */
  function reset(): void {
    choosePreset(resetsTo.value)
  }

  /** The settings of a run as those of the next one. */
  function duplicate(job: Job): void {
    ownDraft.value = draftOf(job.task.newRun.configuration)
    ownData.value = dataOf(job)
    sheet.value = { kind: 'duplicate' }
  }

  /** The same of a run of the data home, whoever began it. */
  function duplicateRun({ source, description }: RunEntry): void {
    ownDraft.value = draftOf(description.configuration)
    ownData.value = { dataset: source, split: description.split, corrections: 'current' }
    if (lockedBy.value !== null) sheet.value = { kind: 'duplicate' }
  }

  /** The next run is to be trained on this, whatever is at work now. */
  function trainOn({ dataset, split }: Pick<DataChoice, 'dataset' | 'split'>): void {
    ownData.value = { dataset, split, corrections: 'current' }
    if (lockedBy.value !== null) sheet.value = { kind: 'duplicate' }
  }

  /** Goes back to the settings of the run that is shown. */
  function follow(): void {
    sheet.value = { kind: 'next' }
  }

  /** Begins the run that the sheet describes, or queues it behind the one at work. */
  async function start(): Promise<void> {
    if (obstacle.value !== null || newRun.value === null) return
    const job = await training.start(newRun.value)
    if (job !== null) sheet.value = { kind: 'next' }
  }

  return {
    sheet,
    draft,
    data,
    device,
    lockedBy,
    faults,
    newRun,
    preset,
    resetsTo,
    ownBefore,
    obstacle,
    begin,
    change,
    setNumber,
    chooseData,
    chooseDevice,
    choosePreset,
    backToOwn,
    reset,
    duplicate,
    duplicateRun,
    trainOn,
    follow,
    start,
  }
})

function dataOf({ task }: Job): DataChoice {
  const { dataset, split, corrections } = task.newRun
  return {
    dataset,
    split,
    // Corrections that a run was begun with are kept by its folder; a new one takes those of today.
    corrections: corrections === 'none' ? 'none' : 'current',
  }
}

function readKept(): unknown {
  try {
    const text = sessionStorage.getItem(KEPT)
    return text === null ? null : JSON.parse(text)
  } catch {
    // No storage, or something else in it: the form begins anew.
    return null
  }
}

function keep(run: NewRun): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(run))
  } catch {
    // Without storage a reload forgets the form, and nothing else.
  }
}
