import { expect, test } from 'vitest'
import { WindowEvents, type WindowEvent } from './events'

test('every listener hears every event, until it has ended its subscription', () => {
  const events = new WindowEvents()
  const heard: string[] = []
  const listen = (...[name]: WindowEvent) => heard.push(name)
  const endFirst = events.subscribe(listen)
  const endSecond = events.subscribe(listen)
  events.tell('runs.changed', {})
  endFirst()
  endFirst()
  events.tell('datasets.changed', {})
  endSecond()
  events.tell('runs.changed', {})
  expect(heard).toEqual(['runs.changed', 'runs.changed', 'datasets.changed'])
})

test('a listener may end its subscription while it is told', () => {
  const events = new WindowEvents()
  const heard: string[] = []
  const end = events.subscribe(() => {
    heard.push('first')
    end()
  })
  events.subscribe(() => heard.push('second'))
  events.tell('runs.changed', {})
  events.tell('runs.changed', {})
  expect(heard).toEqual(['first', 'second', 'second'])
})

test('a listener that throws is told of, and keeps nobody from hearing', () => {
  const faults: unknown[] = []
  const events = new WindowEvents((fault) => void faults.push(fault))
  const fault = new Error('a window that is gone')
  let heard = 0
  events.subscribe(() => {
    throw fault
  })
  events.subscribe(() => (heard += 1))
  events.tell('runs.changed', {})
  expect(heard).toBe(1)
  expect(faults).toEqual([fault])
})
