import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { madeZip } from './fixtures/made-zip'
import type { InstallProgress } from './install-progress'
import { extractMembers } from './zip'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-zip-'))
})
afterEach(() => rm(folder, { recursive: true }))

const members = { 'a/one.txt': 'first member', 'two.txt': 'second', 'left-out.txt': 'x' }

async function extract(bytes: Buffer, reports: InstallProgress[] = []) {
  const file = join(folder, 'made.zip')
  await writeFile(file, bytes)
  const target = (name: string) => (name === 'left-out.txt' ? undefined : join(folder, 'out', name))
  const [taken] = await extractMembers([{ zipFile: file, target }], {
    onProgress: (progress) => reports.push(progress),
    signal: undefined,
  })
  return taken ?? new Set<string>()
}

test('takes the chosen members and counts their bytes', async () => {
  const reports: InstallProgress[] = []
  const taken = await extract(madeZip(members).bytes, reports)
  expect([...taken]).toEqual(['a/one.txt', 'two.txt'])
  expect(await readFile(join(folder, 'out/a/one.txt'), 'utf8')).toBe('first member')
  expect(await readFile(join(folder, 'out/two.txt'), 'utf8')).toBe('second')
  expect(reports).toEqual([
    { phase: 'unpacking', bytesDone: 12, bytesTotal: 18 },
    { phase: 'unpacking', bytesDone: 18, bytesTotal: 18 },
  ])
})

test.each([1, 10, 100, 250])('refuses a zip that lacks its last %i bytes', async (missing) => {
  const { bytes } = madeZip(members)
  await expect(extract(bytes.subarray(0, bytes.length - missing))).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: expect.stringMatching(/made\.zip: is (no whole zip archive|damaged)/),
  })
})

test('names the member whose checksum does not match', async () => {
  const { bytes, dataStarts } = madeZip(members)
  bytes.write('S', dataStarts.get('two.txt') ?? 0)
  await expect(extract(bytes)).rejects.toMatchObject({
    code: 'runtime-install-failed',
    message: expect.stringMatching(
      /made\.zip, entry "two\.txt": its checksum does not match: it is damaged$/,
    ),
  })
})

test('refuses a member that would leave the folder', async () => {
  await expect(extract(madeZip({ '../outside.txt': 'x' }).bytes)).rejects.toMatchObject({
    code: 'runtime-install-failed',
  })
})
