import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConnectionTally } from '../../connections/connection-tally'
import { makeFolder } from '../../files/make-folder'
import type { InstallContext } from './install-folder'
import type { InstallRecipe } from './install-recipe'
import { downloadWheel } from './pip-download'
import type { WheelPin } from './pinned-downloads'
import type { VerifiedWheel } from './wheel'
import { findWheel } from './wheels-in-folder'

/** All wheels of a list in hand, or the reason why this machine cannot get one of them. */
export type WheelsOutcome =
  | { readonly kind: 'fetched'; readonly wheels: readonly VerifiedWheel[] }
  | { readonly kind: 'unavailable'; readonly reason: string }

/**
 * Fetches wheels into a folder, one after the other. Those that are whole there are not fetched again, so
 * that a call that was cut off, even by a kill, is gone on with by the next.
 *
 * @param work an empty folder for what is under way, removed by the caller
 * @throws GlyphlabError `runtime-install-failed` when what came has another hash
 */
export async function fetchWheels(
  pins: readonly WheelPin[],
  kept: string,
  work: string,
  context: Pick<InstallContext, 'home' | 'onProgress' | 'signal'>,
  { pipParameters }: Pick<InstallRecipe, 'pipParameters'>,
): Promise<WheelsOutcome> {
  const { home, onProgress, signal } = context
  const bytesTotal = pins.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let bytesBefore = 0
  const tellBytes: InstallContext['onProgress'] = (progress) => {
    if (progress.phase !== 'downloading') return onProgress(progress)
    onProgress({ ...progress, bytesDone: bytesBefore + progress.bytesDone, bytesTotal })
  }
  await makeFolder(kept)
  const version = pins[0]?.version ?? ''
  const connections = new ConnectionTally(home, { kind: 'runtime', version })
  const fetchAll = async (): Promise<WheelsOutcome> => {
    const wheels: VerifiedWheel[] = []
    for (const [index, pin] of pins.entries()) {
      const there = await findWheel(kept, pin, signal)
      if (!('kind' in there)) wheels.push(there)
      else {
        const folder = join(work, `wheel-${index}`)
        await mkdir(folder)
        const to = { onProgress: tellBytes, signal }
        const outcome = await downloadWheel(pin, pipParameters, folder, connections, to)
        if (outcome.kind === 'unavailable') return outcome
        const file = join(kept, basename(outcome.file))
        await rename(outcome.file, file)
        await rm(folder, { recursive: true, force: true })
        wheels.push({ pin, file })
      }
      bytesBefore += pin.sizeBytes
      onProgress({ phase: 'downloading', bytesDone: bytesBefore, bytesTotal })
    }
    return { kind: 'fetched', wheels }
  }
  return connections.during(signal, fetchAll, ({ kind }) => kind === 'fetched')
}
