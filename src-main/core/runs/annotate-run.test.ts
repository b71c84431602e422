import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NotesChange } from '../../../src-preload/contract/run'
import { takeLock } from '../files/lock-file'
import { annotateRun } from './annotate-run'
import { readNotes } from './list-runs'
import { useRunFolders } from './made-run-folder.test-helper'
import { runPaths } from './run-folder'

const { makeRun, runsFolder } = useRunFolders()
const NOTES = { name: 'Wide', text: 'a note', tags: ['paper', '試し'], starred: true }

test.each<[string, NotesChange]>([
  ['a name', { name: 'Narrow' }],
  ['a text', { text: '' }],
  ['tags', { tags: [] }],
  ['a star', { starred: false }],
  ['nothing', {}],
])('changes %s, and leaves the rest', async (_, change) => {
  const folder = await makeRun('run')
  await annotateRun(folder, () => NOTES)
  const expected = { schema: 1, ...NOTES, ...change }
  expect(await annotateRun(folder, () => change)).toEqual(expected)
  expect(readNotes(runPaths(folder))).toEqual(expected)
  expect((await readdir(folder)).sort()).toEqual(['notes.json', 'run.json'])
})

test('keeps each tag once, in the order in which they came', async () => {
  const folder = await makeRun('run')
  const { tags } = await annotateRun(folder, () => ({ tags: ['b', 'a', 'b'] }))
  expect(tags).toEqual(['b', 'a'])
})

test('loses nothing where several write at once', async () => {
  const folder = await makeRun('run')
  const tags = Array.from({ length: 8 }, (_, at) => `tag ${at}`)
  await Promise.all(
    tags.map((tag) => annotateRun(folder, (before) => ({ tags: [...before.tags, tag] }))),
  )
  expect(readNotes(runPaths(folder))?.tags.toSorted()).toEqual(tags)
})

test('a run that trains can be annotated', async () => {
  const folder = await makeRun('run', { status: 'running' })
  const lock = await takeLock(runPaths(folder).lock)
  expect(await annotateRun(folder, () => NOTES)).toMatchObject(NOTES)
  await lock?.release()
})

test('leaves notes as they are that it cannot read', async () => {
  const folder = await makeRun('run')
  const { notes } = runPaths(folder)
  await writeFile(notes, '{"schema": 1, "text": "long')
  await expect(annotateRun(folder, () => ({ starred: true }))).rejects.toMatchObject({
    code: 'run-damaged',
  })
  expect(await readFile(notes, 'utf8')).toBe('{"schema": 1, "text": "long')
})

test('makes nothing where there is no run', async () => {
  const folder = join(runsFolder(), 'absent')
  await expect(annotateRun(folder, () => NOTES)).rejects.toMatchObject({ code: 'run-missing' })
  expect(await readdir(await makeRun('run').then(runsFolder))).toEqual(['run'])
})
