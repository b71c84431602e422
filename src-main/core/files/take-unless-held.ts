import { breakLock, isHeld, readLock, takeLock, type HeldLock, type LockHolder } from './lock-file'

/** A lock, or who has it, where that is known. */
export type TakenLock =
  | { readonly ok: true; readonly lock: HeldLock }
  | { readonly ok: false; readonly holder: LockHolder | undefined }

/**
 * Takes a lock at once, also from a holder that is gone; its folder must be there.
 * @throws the system's error, or GlyphlabError `output-failed`, where there can be no lock
 */
export async function takeUnlessHeld(path: string): Promise<TakenLock> {
  for (;;) {
    const lock = await takeLock(path)
    if (lock !== null) return { ok: true, lock }
    const found = await readLock(path)
    if (found === undefined) continue
    if (isHeld(found)) return { ok: false, holder: found.holder }
    await breakLock(path, found)
  }
}
