import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sizeOnDisk } from './size-on-disk'

test('files of all folders count, and what links lead to does not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-size-'))
  try {
    await mkdir(join(folder, 'counted', 'deep'), { recursive: true })
    await writeFile(join(folder, 'counted', 'a'), Buffer.alloc(200_000, 1))
    await writeFile(join(folder, 'counted', 'deep', 'b'), Buffer.alloc(100_000, 1))
    await mkdir(join(folder, 'other'))
    await writeFile(join(folder, 'other', 'c'), Buffer.alloc(1_000_000, 1))
    await symlink(join(folder, 'other'), join(folder, 'counted', 'link'))
    await symlink(join(folder, 'counted'), join(folder, 'counted', 'deep', 'round'))
    const bytes = await sizeOnDisk(join(folder, 'counted'))
    expect(bytes).toBeGreaterThanOrEqual(300_000)
    expect(bytes).toBeLessThan(400_000)
    expect(await sizeOnDisk(join(folder, 'absent'))).toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})
