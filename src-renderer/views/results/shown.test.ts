import { expect, test } from 'vitest'
import { runIdSchema } from '../../../src-preload/contract/run'
import { listedMeasurement } from '../../stores/listed-measurement.test-helper'
import type { MeasurementsState } from '../../stores/measurements-list'
import { resultsOfRunRoute, resultsRoute, resultsWanted } from './results-route'
import { shownOf } from './shown'

const [one, two] = [runIdSchema.parse('run-1'), runIdSchema.parse('run-2')]
const NEWEST = { run: one, file: 'strokes-test' }
const OLDER = { run: one, file: 'emnist-test' }
const ELSEWHERE = { run: null, file: 'Vorhersagen' }
const known: MeasurementsState = {
  phase: 'known',
  measurements: [NEWEST, OLDER, ELSEWHERE].map((ref) => listedMeasurement({ ref })),
}
const error = { code: 'internal', message: 'no', hint: '' } as const

test.each([NEWEST, ELSEWHERE])('the address of a measurement leads to it', (ref) => {
  expect(resultsWanted(resultsRoute(ref).params)).toEqual({ kind: 'measurement', ref })
})

test.each([
  ['of a run', resultsOfRunRoute(two).params, { kind: 'run', run: two }],
  ['without anything', {}, { kind: 'latest' }],
  ['of what is no run', { run: '../run', file: 'a' }, { kind: 'latest' }],
  ['of what is no file', { run: 'run-2', file: '../a' }, { kind: 'run', run: two }],
])('an address %s', (_case, params, wanted) => {
  expect(resultsWanted(params)).toEqual(wanted)
})

test.each([
  ['the latest', { kind: 'latest' }, known, null, { kind: 'elsewhere', ref: NEWEST }],
  ['what was shown last', { kind: 'latest' }, known, OLDER, { kind: 'elsewhere', ref: OLDER }],
  [
    'the latest where what was shown is gone',
    { kind: 'latest' },
    known,
    { run: two, file: 'gone' },
    { kind: 'elsewhere', ref: NEWEST },
  ],
  [
    'the latest of a run',
    { kind: 'run', run: one },
    known,
    null,
    { kind: 'elsewhere', ref: NEWEST },
  ],
  ['a run without any', { kind: 'run', run: two }, known, null, { kind: 'unmeasured', run: two }],
  [
    'what the address names before anything is known',
    { kind: 'measurement', ref: OLDER },
    { phase: 'asking' },
    null,
    { kind: 'measurement', ref: OLDER },
  ],
  ['nothing yet', { kind: 'latest' }, { phase: 'asking' }, null, { kind: 'asking' }],
  [
    'that there is nothing',
    { kind: 'latest' },
    { phase: 'known', measurements: [] },
    null,
    { kind: 'nothing' },
  ],
  [
    'why it could not be listed',
    { kind: 'latest' },
    { phase: 'unknown', error },
    null,
    { kind: 'unlisted', error },
  ],
] as const)('%s is shown', (_case, wanted, list, last, shown) => {
  expect(shownOf(wanted, list, last)).toEqual(shown)
})
