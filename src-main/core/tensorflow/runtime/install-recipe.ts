import { buildBinding, type BuildBinding } from './binding'
import { pinnedDownloads, VENDOR_STORAGE, type PlatformPins } from './pinned-downloads'

/** Where a runtime comes from; tests put local ones in. */
export interface InstallRecipe {
  readonly environment: NodeJS.ProcessEnv
  readonly pins: PlatformPins
  /** Added to `pip download`, such as `--no-index --find-links FOLDER`. */
  readonly pipParameters: readonly string[]
  readonly vendorStorage: string
  readonly buildBinding: BuildBinding
}

export function standardRecipe(): InstallRecipe {
  return {
    environment: process.env,
    pins: pinnedDownloads(),
    pipParameters: [],
    vendorStorage: VENDOR_STORAGE,
    buildBinding,
  }
}
