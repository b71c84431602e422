import { expect, test } from 'vitest'
import { ERROR_HINTS } from '../../src-preload/contract/errors'
import { windowError, windowText } from './window-words'

test.each([
  [
    'Check the connection (behind a proxy, set HTTPS_PROXY) and run the command again: it goes on where it stopped. Or name another source by --mirror, or take in files of your own by `glyphlab data import`.',
    'Check the connection (behind a proxy, set HTTPS_PROXY) and try again: it goes on where it stopped. Or take in files of your own under Data.',
  ],
  ['Try again later, or name another source by --mirror.', 'Try again later.'],
  ['`glyphlab data get emnist-balanced` fetches it.', 'Data fetches it.'],
  [
    'Name one of these, or a folder with the files of one (./FOLDER); `glyphlab data list` shows what can be fetched.',
    'Choose one of these; Data shows what can be fetched.',
  ],
  [
    'The server has another file there: try again later, or carry the files by hand and take them in by `glyphlab data import`.',
    'The server has another file there: try again later, or carry the files by hand and take them in under Data.',
  ],
  ['Update Glyphlab, or go without by --no-corrections.', 'Update Glyphlab.'],
  [
    'To take back what was said of it before, --restore it.',
    'To take back what was said of it before, restore it.',
  ],
  [
    'Evaluate on --part test, or name the data set that the run was trained on.',
    'Measure the test part, or choose the data set that the run was trained on.',
  ],
  ['4 of the rows --- all of them', '4 of the rows --- all of them'],
])('%s', (said, words) => {
  expect(windowText(said)).toBe(words)
})

test('the hint of a code alone is left to the window', () => {
  const error = {
    code: 'download-failed',
    message: 'x',
    hint: ERROR_HINTS['download-failed'],
  } as const
  expect(windowError(error)).toEqual(error)
})
