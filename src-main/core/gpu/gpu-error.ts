import { assertNever, GlyphlabError } from '../errors'
import type { GpuVerdict } from './explain-gpu'
import type { PciCard } from './findings'
import { capabilityText } from './gpu'
import { cudaVersionText, LEAST_CAPABILITY, LEAST_CUDA, LEAST_DRIVER } from './requirements'

/** What keeps TensorFlow from the card. */
export type GpuObstacle = Exclude<
  GpuVerdict,
  { readonly kind: 'usable' | 'no-card' | 'system-without' }
>

const NAME_ANOTHER =
  'Let GLYPHLAB_LIBTENSORFLOW name a folder with nvidia/ beside lib/, or unset it and install the runtime for NVIDIA graphics cards.'

/** The cause in words, and what to do about it. */
export function gpuError(obstacle: GpuObstacle): GlyphlabError {
  const [message, hint] = words(obstacle)
  return new GlyphlabError('device-missing', message, hint)
}

function words(obstacle: GpuObstacle): readonly [message: string, hint: string] {
  switch (obstacle.kind) {
    case 'driver-missing':
      return [
        `there is ${cardsText(obstacle.cards)}, but no driver of NVIDIA's${heldText(obstacle.cards)}`,
        `Install NVIDIA's driver, ${LEAST_DRIVER} or newer (Debian and Ubuntu: the package nvidia-driver), start the machine anew, and check again.`,
      ]
    case 'driver-library-missing':
      return [
        `NVIDIA's driver ${obstacle.kernelDriver} is loaded, but its library libcuda.so.1 cannot be opened: ${obstacle.why}`,
        'Install the rest of the driver (Debian: libcuda1, Ubuntu: libnvidia-compute); start a container with --gpus all.',
      ]
    case 'driver-library-unlisted':
      return [
        `the driver that Windows lends is in ${obstacle.path}, where programs do not look for it`,
        'Run `sudo ldconfig /usr/lib/wsl/lib`, or set LD_LIBRARY_PATH=/usr/lib/wsl/lib, and check again.',
      ]
    case 'driver-not-loaded':
      return [
        `there is ${cardsText(obstacle.cards)} and a driver of NVIDIA's, but the kernel has not loaded it${heldText(obstacle.cards)}`,
        'Start the machine anew; if that does not help, install the driver again for this kernel (with Secure Boot, its module must be signed).',
      ]
    case 'driver-too-old': {
      const { kernelDriver, cudaVersion } = obstacle
      const can = cudaVersion === null ? '' : ` (CUDA ${cudaVersionText(cudaVersion)})`
      return [
        `${driverText(kernelDriver)}${can} is too old: TensorFlow needs CUDA ${cudaVersionText(LEAST_CUDA)}, so driver ${LEAST_DRIVER} at least`,
        `Install NVIDIA's driver ${LEAST_DRIVER} or newer, start the machine anew, and check again.`,
      ]
    }
    case 'driver-mixed':
      return [
        `the parts of NVIDIA's driver do not go together (${obstacle.name}): the kernel runs ${obstacle.kernelDriver ?? 'one version'}, the library is of another one`,
        'Start the machine anew, so that both are of the same version, and check again.',
      ]
    case 'nodes-missing':
      return [
        `${listed(obstacle.paths)} ${isAre(obstacle.paths)} not there: programs reach the card by ${itThem(obstacle.paths)}`,
        'Run `sudo nvidia-modprobe -u -c 0`; start a container with --gpus all.',
      ]
    case 'nodes-denied':
      return [
        `you may not use ${listed(obstacle.paths)}, by which programs reach the card`,
        'Let your account use it: join the group that owns it (often video or render), log in anew, and check again.',
      ]
    case 'hidden':
      return [
        `CUDA_VISIBLE_DEVICES=${obstacle.visibleDevices} hides every card from this program`,
        'Unset CUDA_VISIBLE_DEVICES, or let it name a card that there is, and start Glyphlab anew.',
      ]
    case 'driver-refused':
      return [
        `NVIDIA's driver gives no card: ${obstacle.name === '' ? 'error' : obstacle.name} (${obstacle.code})`,
        'See whether `nvidia-smi` lists the card; start the machine anew, or install the driver again.',
      ]
    case 'driver-broke':
      return [
        `NVIDIA's driver could not be asked: ${obstacle.how}`,
        'Start the machine anew, or install the driver again, and check again.',
      ]
    case 'driver-not-asked':
      return [
        `${driverText(obstacle.kernelDriver)} cannot be asked: the program for it is not here, nor a compiler to make it`,
        'Install a C++17 compiler (Debian and Ubuntu: g++), and check again.',
      ]
    case 'card-too-old': {
      const names = obstacle.gpus.map(
        ({ name, computeCapability }) =>
          `${name} has compute capability ${capabilityText(computeCapability)}`,
      )
      return [
        `${listed(names)}; TensorFlow has kernels for ${capabilityText(LEAST_CAPABILITY)} (Pascal, 2016) and newer`,
        'Train on the processor, or on a newer card.',
      ]
    }
    case 'runtime-for-cpu':
      return [
        `${listed(obstacle.gpus.map(({ name }) => name))} could be used, but the TensorFlow that is used here is for the processor alone`,
        obstacle.isNamed
          ? NAME_ANOTHER
          : 'Install the one for NVIDIA graphics cards here, or by `glyphlab runtime install gpu`.',
      ]
    case 'libraries-missing': {
      const libraries = obstacle.libraries.map(({ name, why }) =>
        why.includes(name) ? why : `${name}: ${why}`,
      )
      return [
        `the GPU runtime lacks ${listed(obstacle.libraries.map(({ name }) => name))} (${libraries[0] ?? ''})`,
        obstacle.isNamed
          ? NAME_ANOTHER
          : 'Install the runtime for NVIDIA graphics cards again, here or by `glyphlab runtime install gpu`.',
      ]
    }
    default:
      return assertNever(obstacle)
  }
}

function driverText(version: string | null): string {
  return version === null ? "NVIDIA's driver" : `NVIDIA's driver ${version}`
}

function cardsText(cards: readonly PciCard[]): string {
  return cards.length <= 1 ? 'an NVIDIA card' : `${cards.length} NVIDIA cards`
}

/** Who else holds them, such as `nouveau`, the kernel's own driver. */
function heldText(cards: readonly PciCard[]): string {
  const holders = [...new Set(cards.flatMap(({ heldBy }) => heldBy ?? []))].filter(
    (name) => name !== 'nvidia',
  )
  return holders.length === 0 ? '' : ` (held by ${holders.join(', ')})`
}

function listed(words: readonly string[]): string {
  return words.length <= 1
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

const isAre = (words: readonly string[]) => (words.length === 1 ? 'is' : 'are')
const itThem = (words: readonly string[]) => (words.length === 1 ? 'it' : 'them')
