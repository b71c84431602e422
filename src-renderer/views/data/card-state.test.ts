import { expect, test } from 'vitest'
import type { DatasetFetch, ShelfEntry } from '../../../src-preload/contract/shelf'
import { fetchableEntry, madeEntry } from '../../stores/made-shelf.test-helper'
import { cardStateOf, type CardState } from './card-state'

const ERROR = { code: 'download-failed', message: 'cut', hint: '' } as const
const DOWNLOADING = {
  phase: 'downloading',
  ...{ source: 'https://example.org', file: 'letters', bytesPerSecond: null, secondsLeft: null },
} as const
const STROKES = madeEntry({ source: 'strokes', split: null, section: 'built-in', isThere: false })
const CORRECTED = madeEntry({
  corrections: { fingerprint: 'c', excluded: 12, relabelled: 2 },
})

test.each<[string, ShelfEntry, DatasetFetch['state'] | null, CardState]>([
  ['its files are those that were published', madeEntry(), null, { kind: 'verified' }],
  ['nobody has published its files', madeEntry({ isOfficial: false }), null, { kind: 'there' }],
  ['it was corrected', CORRECTED, null, { kind: 'corrected', corrections: 14 }],
  ['the program draws it', STROKES, null, { kind: 'built-in' }],
  ['it could be fetched', fetchableEntry(), null, { kind: 'absent' }],
  [
    'its fetching begins',
    fetchableEntry(),
    { phase: 'fetching', progress: null },
    { kind: 'fetching', share: null },
  ],
  [
    'half of it has come',
    fetchableEntry(),
    { phase: 'fetching', progress: { ...DOWNLOADING, bytesDone: 5, bytesTotal: 10 } },
    { kind: 'fetching', share: 0.5 },
  ],
  [
    'the server does not say how much there is',
    fetchableEntry(),
    { phase: 'fetching', progress: { ...DOWNLOADING, bytesDone: 5, bytesTotal: null } },
    { kind: 'fetching', share: null },
  ],
  [
    'it is being verified',
    fetchableEntry(),
    { phase: 'fetching', progress: { phase: 'verifying', file: 'letters' } },
    { kind: 'fetching', share: 1 },
  ],
  [
    'it is paused',
    fetchableEntry(),
    { phase: 'paused', bytesDone: 1, bytesTotal: 4 },
    { kind: 'paused', share: 0.25 },
  ],
  [
    'it is paused before anybody knows its size',
    fetchableEntry(),
    { phase: 'paused', bytesDone: 0, bytesTotal: 0 },
    { kind: 'paused', share: 0 },
  ],
  [
    'its fetching has failed',
    fetchableEntry(),
    { phase: 'failed', error: ERROR, bytesDone: 1, bytesTotal: 4 },
    { kind: 'failed' },
  ],
])('a card where %s', (_case, entry, fetch, state) => {
  expect(cardStateOf(entry, fetch)).toEqual(state)
})
