import type { Diagnosis, DiagnosisLink, GpuStep } from '../../../src-preload/contract/diagnosis'
import { assertNever } from '../../assert-never'
import type { Strings } from '../../strings/strings'

type Links = Diagnosis['links']
type GpuValue = Extract<Links['gpu'], { status: 'sound' }>['value']

export interface LinkWords {
  readonly main: string
  readonly aside: string
  /** A line each. */
  readonly more: readonly string[]
}

/** What was found at a sound link; null at another. */
export function soundWords(
  links: Links,
  link: DiagnosisLink,
  { settings }: Pick<Strings, 'settings'>,
): LinkWords | null {
  switch (link) {
    case 'processor': {
      const found = links.processor
      if (found.status !== 'sound') return null
      const { description, threads, memoryBytes, hasFastBfloat16 } = found.value
      return {
        main: settings.processor(description, threads, memoryBytes),
        aside: settings.fastBfloat16(hasFastBfloat16),
        more: [],
      }
    }
    case 'dataHome': {
      const found = links.dataHome
      if (found.status !== 'sound') return null
      return {
        main: found.value.folder,
        aside: settings.freeSpace(found.value.freeBytes),
        more: [],
      }
    }
    case 'runtime': {
      const found = links.runtime
      if (found.status !== 'sound') return null
      const { version, variant, source } = found.value
      return {
        main: settings.runtime(version, variant),
        aside: settings.runtimeSource[source],
        more: [],
      }
    }
    case 'float32':
    case 'bfloat16': {
      const found = links[link]
      if (found.status !== 'sound') return null
      const { medianStepMs, batchSize } = found.value
      return {
        main: settings.step(medianStepMs, batchSize),
        aside: settings.stepTime(medianStepMs, batchSize),
        more: [],
      }
    }
    case 'gpu': {
      const found = links.gpu
      return found.status === 'sound' ? gpuWords(links, found.value, settings) : null
    }
  }
}

function gpuWords(links: Links, found: GpuValue, settings: Strings['settings']): LinkWords {
  switch (found.kind) {
    case 'no-card':
      return { main: settings.gpu.none, aside: '', more: found.isWsl ? [settings.gpu.wsl] : [] }
    case 'system-without':
      return { main: settings.gpu.notHere, aside: '', more: [] }
    case 'works': {
      const [first, ...others] = found.gpus.map((gpu) => settings.gpu.card(gpu))
      return {
        main: first ?? '',
        aside: '',
        more: [...others, ...found.steps.map((step) => gpuStepWords(links, step, settings))],
      }
    }
    default:
      return assertNever(found)
  }
}

/** Beside what the processor takes for the same. */
function gpuStepWords(links: Links, step: GpuStep, settings: Strings['settings']): string {
  if (!step.ok) return settings.gpu.noStep(step.precision, step.error.message)
  const onProcessor = links[step.precision]
  const times =
    onProcessor.status === 'sound' ? onProcessor.value.medianStepMs / step.medianStepMs : null
  return settings.gpu.step(step, times)
}

/** The whole diagnosis as text, to be sent to somebody who can help. */
export function reportText(
  { versions, checkedAt, links }: Diagnosis,
  strings: Pick<Strings, 'settings'>,
): string {
  const { settings } = strings
  const lines = (Object.keys(links) as DiagnosisLink[]).map((link) => {
    const finding = links[link]
    const words = soundWords(links, link, strings)
    const text =
      words !== null
        ? [words.main, words.aside, ...words.more].filter((part) => part !== '').join('; ')
        : finding.status === 'broken'
          ? `${finding.error.code}: ${finding.error.message}`
          : settings.status[finding.status]
    return `${settings.links[link]} [${finding.status}]: ${text}`
  })
  return [
    `${settings.versionNames.glyphlab} ${versions.glyphlab}, ${settings.versionNames.electron} ${versions.electron ?? settings.none}, ${settings.versionNames.node} ${versions.node}`,
    checkedAt,
    ...lines,
  ].join('\n')
}

/** How far an installation is: a share, where its size is known, and words. */
export function installedShare(done: number | null, total: number | null): number | null {
  return done === null || total === null || total === 0 ? null : Math.min(1, done / total)
}
