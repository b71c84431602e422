import { join } from 'node:path'
import { installedResources } from '../../installed-app'
import { buildBinding, type BuildBinding } from './binding'
import { pinnedDownloads, VENDOR_STORAGE, type PlatformPins } from './pinned-downloads'
import type { Vendor } from './vendor-file'

/** Where a runtime comes from; tests put local ones in. */
export interface InstallRecipe {
  readonly environment: NodeJS.ProcessEnv
  readonly pins: PlatformPins
  /** Added to `pip download`, such as `--no-index --find-links FOLDER`. */
  readonly pipParameters: readonly string[]
  readonly vendor: Vendor
  readonly buildBinding: BuildBinding
  /** The runtime for the processor that an installed app brought with it, sealed and never written to; or null. */
  readonly appRuntime: string | null
}

export function standardRecipe(): InstallRecipe {
  const resources = installedResources()
  return {
    environment: process.env,
    pins: pinnedDownloads(),
    pipParameters: [],
    vendor: { storage: VENDOR_STORAGE },
    buildBinding,
    appRuntime: resources === null ? null : join(resources, 'runtime', 'cpu'),
  }
}
