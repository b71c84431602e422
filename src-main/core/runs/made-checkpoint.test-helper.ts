import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeFileAtomically } from '../files/atomic-write'
import { safetensorsPieces } from '../safetensors/safetensors'
import type { LastMetadata } from './checkpoint'

/** A checkpoint without tensors, for what reads nothing but some of its metadata. */
export async function writeMadeCheckpoint(
  path: string,
  metadata: Partial<LastMetadata>,
): Promise<void> {
  const texts = Object.entries({ schema: 1, ...metadata }).map(([key, value]): [string, string] => [
    key,
    JSON.stringify(value),
  ])
  await mkdir(dirname(path), { recursive: true })
  await writeFileAtomically(path, safetensorsPieces(new Map(), Object.fromEntries(texts)))
}
