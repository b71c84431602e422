import { runChild } from './child'
import type { InstallContext } from './install-folder'
import type { Libraries } from './libraries'

/**
 * Takes the symbol tables out of the libraries (853 MB become 583 MB). Linux only: on macOS it would break their
 * signatures. Without a `strip`, or where it fails, they stay as they are.
 */
export async function stripLibraries(
  libraries: Libraries,
  { onProgress, signal }: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<void> {
  if (process.platform !== 'linux') return
  onProgress({ phase: 'stripping' })
  for (const file of [libraries.tensorflow, libraries.framework]) {
    // strip writes a copy and replaces the file only when that is whole.
    if (file !== undefined) await runChild('strip', ['--strip-unneeded', file], { signal })
  }
}
