import { expect, test } from 'vitest'
import { draftOfImport, EMPTY_IMPORT, readImport } from './import-options'

const NOTHING = {
  ...{ name: null, split: null, testShare: null, seed: null },
  ...{ skipBroken: false, replace: false },
}

test('what is empty is left to the program', () => {
  expect(readImport({ ...EMPTY_IMPORT, name: '  ' })).toEqual({ ok: true, options: NOTHING })
})

test('what was typed is read', () => {
  const draft = { name: ' наши буквы ', split: 'letters', testShare: '12,5', seed: '7' }
  const options = { ...NOTHING, name: 'наши-буквы', split: 'letters', testShare: 0.125, seed: 7 }
  expect(readImport({ ...EMPTY_IMPORT, ...draft })).toEqual({ ok: true, options })
})

test.each([
  [{ testShare: '0' }, ['testShare']],
  [{ testShare: '100' }, ['testShare']],
  [{ testShare: 'half' }, ['testShare']],
  [{ name: '../elsewhere' }, ['name']],
  [{ seed: '-1' }, ['seed']],
  [{ seed: '1.5' }, ['seed']],
  [{ testShare: '-3', seed: 'x' }, ['testShare', 'seed']],
])('%o is no option', (typed, faults) => {
  expect(readImport({ ...EMPTY_IMPORT, ...typed })).toEqual({ ok: false, faults: new Set(faults) })
})

test('the form of what was tried reads the same', () => {
  const options = { ...NOTHING, name: 'a', testShare: 0.07, seed: 0, replace: true }
  expect(draftOfImport(options).testShare).toBe('7')
  expect(readImport(draftOfImport(options))).toEqual({ ok: true, options })
})
