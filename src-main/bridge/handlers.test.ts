import { expect, expectTypeOf, test } from 'vitest'
import type { Answer, Bridge } from '../../src-preload/contract/bridge/bridge'
import type { EVENTS, EventName, EventPayload } from '../../src-preload/contract/bridge/events'
import {
  isRequestName,
  REQUESTS,
  type RequestName,
  type Result,
} from '../../src-preload/contract/bridge/requests'
import { preferencesSchema, type Preferences } from '../../src-preload/contract/preferences'
import { WindowEvents, type WindowEvent } from './events'
import type { Handler, Handlers } from './handlers'

// What must not compile is held by tsc, which checks this file: an error that is expected and does not
// come is an error. The functions are never called.

test('a request and its handler agree, both ways', () => {
  expectTypeOf<keyof Handlers>().toEqualTypeOf<RequestName>()
  expectTypeOf<Handlers['app.info']>().toEqualTypeOf<Handler<'app.info'>>()
  expectTypeOf<Parameters<Handlers['preferences.set']>[0]>().toExtend<Preferences>()
  expectTypeOf<Result<'preferences.get'>>().toExtend<Preferences>()
  expect(Object.keys(REQUESTS).every(isRequestName)).toBe(true)
})

test('an event and its payload agree', () => {
  expectTypeOf<WindowEvent[0]>().toEqualTypeOf<EventName>()
  expectTypeOf<keyof typeof EVENTS>().toEqualTypeOf<EventName>()
  expectTypeOf<EventPayload<'preferences.changed'>>().toExtend<Preferences>()
})

test('no handler of a wrong shape compiles', () => {
  const result = preferencesSchema.parse({ theme: 'dark' })
  expectTypeOf(() => result).toExtend<Handler<'preferences.get'>>()
  expectTypeOf(() => Promise.resolve(result)).toExtend<Handler<'preferences.get'>>()

  const handlers = {
    // @ts-expect-error: a result of another form
    'preferences.get': () => ({ ...result, theme: 'green' }),
    // @ts-expect-error: a result that lacks a field
    'home.usage': () => ({ folder: '/' }),
    // @ts-expect-error: params of another form
    'preferences.set': (params: { readonly colour: string }) => ({ ...result, ...params }),
    // @ts-expect-error: no result at all
    'runs.list': () => undefined,
  } satisfies Partial<Handlers>
  expect(Object.keys(handlers)).toHaveLength(4)

  // @ts-expect-error: there is no such request
  const more: Partial<Handlers> = { 'runs.remove': () => ({}) }
  expect(Object.keys(more).some(isRequestName)).toBe(false)
})

test('no table that lacks a handler compiles', () => {
  const whole = (handlers: Handlers) => handlers
  const lacking = (handlers: Omit<Handlers, 'app.info'>) =>
    // @ts-expect-error: app.info has no handler
    whole(handlers)
  expect(lacking).toBeTypeOf('function')
})

test('no event of a wrong shape compiles', () => {
  const events = new WindowEvents()
  const told: WindowEvent[] = []
  events.subscribe((...event) => told.push(event))
  events.tell('app.command', { command: 'pause' })
  // @ts-expect-error: no such command
  events.tell('app.command', { command: 'dance' })
  // @ts-expect-error: the payload of another event
  events.tell('runs.changed', { command: 'pause' })
  // @ts-expect-error: no payload
  events.tell('runs.changed')
  // @ts-expect-error: no such event
  events.tell('runs.gone', {})
  expect(told).toHaveLength(5)

  events.subscribe((name, payload) => {
    if (name === 'app.command') expectTypeOf(payload.command).toExtend<string>()
    // @ts-expect-error: of an event that is not known yet, only the name is there
    expectTypeOf(payload.command).toExtend<string>()
  })
})

test('no request of a wrong shape compiles', () => {
  const ask = (bridge: Bridge) => {
    const answer: Promise<Answer<Preferences>> = bridge.request('preferences.get', {})
    // @ts-expect-error: params that lack a field
    void bridge.request('runs.open', {})
    // @ts-expect-error: params of another form
    void bridge.request('training.move', { job: 7, position: 'first' })
    // @ts-expect-error: there is no such request
    void bridge.request('runs.remove', {})
    // @ts-expect-error: there is no such event
    bridge.on('runs.gone', () => undefined)
    // @ts-expect-error: a listener of another payload
    bridge.on('training.queue', (queue: { readonly length: number }) => queue.length)
    return answer
  }
  expect(ask).toBeTypeOf('function')
})
