import { GlyphlabError } from '../errors'

/**
 * Works under a lock, and without one where the disk has no room for its file and nobody holds it: what makes
 * room must not need any. Nobody else can take it then, either.
 *
 * @param hold does the work while it holds the lock
 * @throws whatever `hold` or `work` throws
 */
export async function despiteFullDisk<T>(
  hold: (work: () => Promise<T>) => Promise<T>,
  work: () => Promise<T>,
  isHeld: () => Promise<boolean>,
): Promise<T> {
  let hasBegun = false
  try {
    return await hold(() => {
      hasBegun = true
      return work()
    })
  } catch (error) {
    const isFull = error instanceof GlyphlabError && error.code === 'disk-full'
    if (!isFull || hasBegun || (await isHeld())) throw error
    return work()
  }
}
