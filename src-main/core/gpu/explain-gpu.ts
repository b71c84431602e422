import { assertNever } from '../errors'
import type { DriverAnswer, GpuFindings, MissingLibrary, PciCard } from './findings'
import { isAtLeast, type Gpu } from './gpu'
import { LEAST_CAPABILITY, LEAST_CUDA, LEAST_DRIVER } from './requirements'

/** Whether TensorFlow can compute on a card, or the one thing that comes first of what keeps it from that. */
export type GpuVerdict =
  /** No fault: such a machine computes on its processor. */
  | { readonly kind: 'no-card'; readonly isWsl: boolean }
  /** TensorFlow's GPU wheels are for Linux. */
  | { readonly kind: 'system-without'; readonly platform: NodeJS.Platform }
  | { readonly kind: 'driver-missing'; readonly cards: readonly PciCard[] }
  /** The kernel's part is loaded, the library is not there: half a driver, or a container without it. */
  | {
      readonly kind: 'driver-library-missing'
      readonly kernelDriver: string
      readonly why: string
    }
  | { readonly kind: 'driver-library-unlisted'; readonly path: string }
  /** The library is there, the kernel's part is not loaded. */
  | { readonly kind: 'driver-not-loaded'; readonly cards: readonly PciCard[] }
  | {
      readonly kind: 'driver-too-old'
      /** Null where it could not be asked. */
      readonly cudaVersion: number | null
      readonly kernelDriver: string | null
    }
  /** Library and kernel's part are of different versions: updated, and not restarted since. */
  | { readonly kind: 'driver-mixed'; readonly kernelDriver: string | null; readonly name: string }
  | { readonly kind: 'nodes-missing'; readonly paths: readonly string[] }
  | { readonly kind: 'nodes-denied'; readonly paths: readonly string[] }
  | { readonly kind: 'hidden'; readonly visibleDevices: string }
  | { readonly kind: 'driver-refused'; readonly code: number; readonly name: string }
  | { readonly kind: 'driver-broke'; readonly how: string }
  | { readonly kind: 'driver-not-asked'; readonly kernelDriver: string | null }
  | { readonly kind: 'card-too-old'; readonly gpus: readonly Gpu[] }
  | { readonly kind: 'runtime-for-cpu'; readonly gpus: readonly Gpu[]; readonly isNamed: boolean }
  | {
      readonly kind: 'libraries-missing'
      readonly libraries: readonly MissingLibrary[]
      readonly isNamed: boolean
    }
  /** All that can be told without a step on a card; none of them is too old. */
  | { readonly kind: 'usable'; readonly gpus: readonly Gpu[] }

/** CUresults that the driver's own documents name. */
const NO_DEVICE = 100
const MIXED_DRIVER: readonly number[] = [803, 804]

/** What the findings come to: the links of the chain in their order, and the first that does not hold. */
export function explainGpu(findings: GpuFindings): GpuVerdict {
  const { platform, isWsl, cards, kernelDriver, driver, runtime } = findings
  if (platform !== 'linux') return { kind: 'system-without', platform }
  if (cards.length === 0 && kernelDriver === null && !speaksOfCard(driver, isWsl))
    return { kind: 'no-card', isWsl }
  switch (driver.kind) {
    case 'absent':
    case 'unlisted':
      return withoutDriver(findings)
    case 'broke':
      return { kind: 'driver-broke', how: driver.how }
    case 'not-asked':
      return kernelDriver !== null && isOlder(kernelDriver, LEAST_DRIVER)
        ? { kind: 'driver-too-old', cudaVersion: null, kernelDriver }
        : { kind: 'driver-not-asked', kernelDriver }
    case 'refused':
      return refused(findings, driver)
    case 'answered':
      break
  }
  const { gpus, cudaVersion } = driver
  if (cudaVersion < LEAST_CUDA) return { kind: 'driver-too-old', cudaVersion, kernelDriver }
  if (gpus.length === 0)
    return refused(findings, { cudaVersion, code: NO_DEVICE, name: 'CUDA_ERROR_NO_DEVICE' })
  const usable = gpus.filter((gpu) => isAtLeast(gpu.computeCapability, LEAST_CAPABILITY))
  if (usable.length === 0) return { kind: 'card-too-old', gpus }
  const { variant, isNamed, missingLibraries } = runtime
  if (variant === 'cpu') return { kind: 'runtime-for-cpu', gpus: usable, isNamed }
  if (missingLibraries.length > 0)
    return { kind: 'libraries-missing', libraries: missingLibraries, isNamed }
  return { kind: 'usable', gpus: usable }
}

/** Under WSL2 the library alone says so: Windows lends it where it has a driver of NVIDIA's. */
function speaksOfCard(driver: DriverAnswer, isWsl: boolean): boolean {
  switch (driver.kind) {
    case 'absent':
    case 'not-asked':
      return false
    case 'unlisted':
      return true
    case 'answered':
      return isWsl || driver.gpus.length > 0
    case 'refused':
    case 'broke':
      return isWsl
    default:
      return assertNever(driver)
  }
}

function withoutDriver({ driver, kernelDriver, cards }: GpuFindings): GpuVerdict {
  if (driver.kind === 'unlisted') return { kind: 'driver-library-unlisted', path: driver.path }
  const why = driver.kind === 'absent' ? driver.why : ''
  return kernelDriver === null
    ? { kind: 'driver-missing', cards }
    : { kind: 'driver-library-missing', kernelDriver, why }
}

/** The library is there and gives no card. It says why by a number alone: the system's traces say more. */
function refused(
  { isWsl, kernelDriver, cards, nodes, visibleDevices }: GpuFindings,
  { cudaVersion, code, name }: { cudaVersion: number; code: number; name: string },
): GpuVerdict {
  if (cudaVersion < LEAST_CUDA) return { kind: 'driver-too-old', cudaVersion, kernelDriver }
  if (MIXED_DRIVER.includes(code)) return { kind: 'driver-mixed', kernelDriver, name }
  if (kernelDriver === null && !isWsl) return { kind: 'driver-not-loaded', cards }
  const pathsOf = (state: 'missing' | 'denied') =>
    nodes.filter((node) => node.state === state).map(({ path }) => path)
  const [denied, missing] = [pathsOf('denied'), pathsOf('missing')]
  if (denied.length > 0) return { kind: 'nodes-denied', paths: denied }
  if (missing.length > 0) return { kind: 'nodes-missing', paths: missing }
  if (code === NO_DEVICE && visibleDevices !== null) return { kind: 'hidden', visibleDevices }
  return { kind: 'driver-refused', code, name }
}

/** Versions of drivers, part by part. */
function isOlder(version: string, least: string): boolean {
  const parts = (text: string) => text.split('.').map(Number)
  const wanted = parts(least)
  const found = parts(version)
  const at = wanted.findIndex((part, position) => (found[position] ?? 0) !== part)
  return at !== -1 && (found[at] ?? 0) < (wanted[at] ?? 0)
}
