import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { runFilesAmong } from './opened-files'

const HERE = resolve('/here')
const RUN = resolve('/a/my run.glyphlab')

test.each<[string, readonly string[], readonly string[]]>([
  ['paths', [RUN], [RUN]],
  ['paths from where the user stands', ['run.glyphlab'], [resolve(HERE, 'run.glyphlab')]],
  ['addresses', [pathToFileURL(RUN).href], [RUN]],
  ['words between switches', ['--file=/a/run.glyphlab', RUN.toUpperCase()], [RUN.toUpperCase()]],
  ['nothing but their suffix', ['.', '/a/run.zip', 'file:///c:/run.zip'], []],
])('files of runs are found as %s', (_case, words, found) => {
  expect(runFilesAmong(words, HERE)).toEqual(found)
})

test('an address that names no file of this machine breaks nothing', () => {
  expect(runFilesAmong(['file:///%2F.glyphlab'], HERE)).toHaveLength(1)
})
