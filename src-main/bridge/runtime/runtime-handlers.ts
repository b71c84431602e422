import type { RuntimeInstallation } from '../../processes/runtime-installation'
import type { Handlers } from '../handlers'

/** Installs libtensorflow; how it goes is told by `runtime.changed`. */
export function runtimeHandlers(
  installation: RuntimeInstallation,
): Pick<Handlers, 'runtime.state' | 'runtime.install' | 'runtime.cancel'> {
  return {
    'runtime.state': () => installation.state(),
    'runtime.install': () => {
      installation.install()
      return {}
    },
    'runtime.cancel': async () => {
      await installation.cancel()
      return {}
    },
  }
}
