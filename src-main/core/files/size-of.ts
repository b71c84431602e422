import { stat } from 'node:fs/promises'

/** How many bytes a file has; null where there is none, or nobody can tell. */
export async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  )
}
