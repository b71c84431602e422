import { expect, test } from 'vitest'
import { useFaultStore } from './fault'
import { openStores } from './open-stores.test-helper'

test('a fault is shown until it is dismissed, and written to the log', () => {
  const bridge = openStores()
  const fault = useFaultStore()
  fault.report(new Error('a chart has no axis'))
  expect(fault.state).toEqual({ kind: 'failed', message: 'a chart has no axis' })
  expect(bridge.asked).toMatchObject([
    { name: 'app.report-fault', params: { message: 'a chart has no axis' } },
  ])
  fault.dismiss()
  expect(fault.state).toEqual({ kind: 'none' })
})

test('one that repeats without end fills no log', () => {
  const bridge = openStores()
  const fault = useFaultStore()
  for (let time = 0; time < 1000; time += 1) fault.report('it is gone')
  expect(fault.state).toMatchObject({ kind: 'failed' })
  expect(bridge.asked).toHaveLength(20)
})

test.each([
  'ResizeObserver loop limit exceeded',
  'ResizeObserver loop completed with undelivered notifications.',
])('“%s” is no fault', (message) => {
  const bridge = openStores()
  const fault = useFaultStore()
  fault.report(message)
  expect(fault.state).toEqual({ kind: 'none' })
  expect(bridge.asked).toEqual([])
})
