import { expect, test } from 'vitest'
import { KeptReadings } from './kept-readings'

test('a file is read once, also by two at once, until its stamp is another', async () => {
  const readings = new KeptReadings<number>(2)
  let count = 0
  const read = () => (count += 1)
  expect(await Promise.all([readings.of('a', '1', read), readings.of('a', '1', read)])).toEqual([
    1, 1,
  ])
  expect(await readings.of('a', '2', read)).toBe(2)
  expect(await readings.of('a', '2', read)).toBe(2)
})

test('what was read first is forgotten first', async () => {
  const readings = new KeptReadings<string>(2)
  for (const path of ['a', 'b', 'c']) await readings.of(path, '1', () => path)
  expect(await readings.of('b', '1', () => 'anew')).toBe('b')
  expect(await readings.of('a', '1', () => 'anew')).toBe('anew')
})

test('a reading that failed is not remembered', async () => {
  const readings = new KeptReadings<string>(2)
  const failed = readings.of('a', '1', () => {
    throw new Error('no such file')
  })
  await expect(failed).rejects.toThrow('no such file')
  expect(await readings.of('a', '1', () => 'read')).toBe('read')
})
