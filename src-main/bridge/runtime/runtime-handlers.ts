import type { Runtimes } from '../../../src-preload/contract/runtime'
import { GlyphlabError } from '../../core/errors'
import { listRuntimes, offeredRuntimes, removeRuntimes } from '../../core/tensorflow/runtime'
import type { KnownDevices } from '../../processes/known-devices'
import type { RuntimeInstallation } from '../../processes/runtime-installation'
import type { Capabilities } from '../capabilities'
import type { Handlers } from '../handlers'

export interface RuntimeDependencies {
  readonly installation: RuntimeInstallation
  readonly devices: KnownDevices
  readonly capabilities: Pick<Capabilities, 'chooseFolder'>
  /** Whether a run trains at this moment. */
  readonly isTraining: () => boolean
  /** Told when runtimes have gone. */
  readonly onRemoved: () => void
}

type RuntimeRequest =
  | 'runtime.state'
  | 'runtime.list'
  | 'runtime.install'
  | 'runtime.install-from-folder'
  | 'runtime.cancel'
  | 'runtime.remove'
  | 'devices.list'

const DONE = {}

/** Lists, installs and removes libtensorflow; how an installation goes is told by `runtime.changed`. */
export function runtimeHandlers(dependencies: RuntimeDependencies): Pick<Handlers, RuntimeRequest> {
  const { installation, devices, capabilities, isTraining, onRemoved } = dependencies
  return {
    'runtime.state': () => installation.state(),
    'runtime.list': async (): Promise<Runtimes> => ({
      runtimes: [...(await listRuntimes())],
      offers: [...offeredRuntimes()],
    }),
    'runtime.install': ({ variant }) => {
      installation.install(variant)
      return DONE
    },
    'runtime.install-from-folder': async ({ variant }) => {
      const { chooseFolder } = capabilities
      if (chooseFolder === undefined)
        throw new GlyphlabError(
          'not-possible-here',
          'a browser cannot choose a folder of the machine that computes',
          `On that machine: glyphlab runtime install ${variant} --from DIR.`,
        )
      const folder = await chooseFolder('runtime')
      if (folder === null) return { isChosen: false }
      installation.install(variant, folder)
      return { isChosen: true }
    },
    'runtime.cancel': async () => {
      await installation.cancel()
      return DONE
    },
    'runtime.remove': async ({ variant }) => {
      if (isTraining())
        throw new GlyphlabError(
          'runtime-busy',
          'a run is training with TensorFlow',
          'Wait until it has ended, or stop it, and remove the runtime then.',
        )
      await removeRuntimes(process.env, variant)
      onRemoved()
      return DONE
    },
    'devices.list': () => devices.list(),
  }
}
