import { expect, test } from 'vitest'
import type { RuntimeFolderView, Runtimes } from '../../../src-preload/contract/runtime'
import { runtimeRows } from './runtime-rows'

const OFFERS: Runtimes['offers'] = [
  { variant: 'cpu', downloadBytes: 274 },
  { variant: 'gpu', downloadBytes: 3311 },
]

function made(changes: Partial<RuntimeFolderView>): RuntimeFolderView {
  return {
    ...{ source: 'cache', content: 'runtime', version: '2.21.0', variant: 'cpu' },
    ...{ folder: '/made', bytesOnDisk: 583, state: 'unused' },
    ...changes,
  }
}

const rowsOf = (...runtimes: RuntimeFolderView[]) => runtimeRows({ runtimes, offers: OFFERS })
const gpuRow = (...runtimes: RuntimeFolderView[]) =>
  rowsOf(...runtimes).variants.find(({ variant }) => variant === 'gpu')

test('what is not installed can be, and says how much is fetched', () => {
  expect(rowsOf().variants).toEqual([
    { variant: 'cpu', version: null, isUsed: false, removableBytes: 0, downloadBytes: 274 },
    { variant: 'gpu', version: null, isUsed: false, removableBytes: 0, downloadBytes: 3311 },
  ])
})

test('what is installed can be removed, older versions and all', () => {
  const used = made({ variant: 'gpu', state: 'used', bytesOnDisk: 4841 })
  const older = made({ variant: 'gpu', version: '2.20.0', bytesOnDisk: 1000 })
  expect(gpuRow(older, used)).toEqual({
    ...{ variant: 'gpu', version: '2.21.0', isUsed: true },
    ...{ removableBytes: 5841, downloadBytes: null },
  })
})

test.each([
  ['was cut off', made({ variant: 'gpu', content: 'unfinished', version: null })],
  ['is damaged', made({ variant: 'gpu', state: 'damaged', version: null })],
])('what %s can be installed anew, and removed', (_, left) => {
  expect(gpuRow(left)).toMatchObject({ version: null, removableBytes: 583, downloadBytes: 3311 })
})

test('what came with the app, or is named by the user, is neither installed again nor removed', () => {
  const { fixed, variants } = rowsOf(
    made({ source: 'environment', state: 'used' }),
    made({ source: 'app', folder: '/app' }),
  )
  expect(fixed).toEqual([
    { source: 'environment', folder: '/made', isUsed: true },
    { source: 'app', folder: '/app', isUsed: false },
  ])
  expect(variants[0]).toMatchObject({ removableBytes: 0, downloadBytes: null })
})

test('a variant that there is not on this system is not offered', () => {
  const { variants } = runtimeRows({ runtimes: [], offers: OFFERS.slice(0, 1) })
  expect(variants.map(({ variant }) => variant)).toEqual(['cpu'])
})
