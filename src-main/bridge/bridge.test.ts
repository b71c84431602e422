import { describe, expect, test } from 'vitest'
import type { REQUESTS } from '../../src-preload/contract/bridge/requests'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { keptLog } from '../../test/bridge/kept-log'
import { madeHandlers } from '../../test/bridge/made-handlers'
import { GlyphlabError } from '../core/errors'
import { createBridge } from './bridge'
import type { Caller, Handlers } from './handlers'

const CALLER: Caller = { id: 'window', face: 'served' }
const PREFERENCES = preferencesSchema.parse({ theme: 'dark' })

function made(handlers: Partial<Handlers> = {}) {
  const log = keptLog()
  const { answer } = createBridge(madeHandlers(handlers), log)
  return { log, ask: (name: unknown, params: unknown) => answer(name, params, CALLER) }
}

test('a handler gets parsed params and its caller, and what it returns is the answer', async () => {
  const heard: unknown[] = []
  const { ask, log } = made({
    'preferences.set': (params, caller) => {
      heard.push(params, caller)
      return params
    },
  })
  expect(await ask('preferences.set', { theme: 'dark' })).toEqual({ ok: true, result: PREFERENCES })
  expect(heard).toEqual([PREFERENCES, CALLER])
  expect(log.lines).toEqual([])
})

describe('there is no request', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'app',
    'APP.INFO',
    ' app.info',
    '',
    'x'.repeat(1e6),
    7,
    null,
    undefined,
    ['app.info'],
    { toString: () => 'app.info' },
    Symbol('app.info'),
  ]
  test.each(names.map((name, place) => [place, typeof name, name]))(
    '%i, a %s',
    async (...[, , name]) => {
      const { ask, log } = made()
      const answer = await ask(name, {})
      expect(answer).toMatchObject({ ok: false, error: { code: 'request-unknown' } })
      expect(log.lines).toHaveLength(1)
      expect(log.whole().length).toBeLessThan(500)
    },
  )
})

describe('params that do not fit are refused in a line that names the field:', () => {
  test.each<[keyof typeof REQUESTS, unknown, string]>([
    ['preferences.set', { theme: 'green' }, 'preferences.set: theme: Invalid option'],
    ['preferences.set', { theme: 'dark', more: 1 }, 'preferences.set: Unrecognized key: "more"'],
    ['training.move', { job: 'no-uuid', position: 1 }, 'training.move: job: Invalid UUID'],
    ['runs.open', { run: '../../etc' }, 'runs.open: run: Invalid string'],
    ['runs.open', { run: 'x'.repeat(1e6) }, 'runs.open: run: Invalid string'],
    ['app.reveal', { what: '/etc' }, 'app.reveal: what: Invalid'],
    ['app.info', undefined, 'app.info: Invalid input'],
    ['app.info', null, 'app.info: Invalid input'],
    ['app.info', [], 'app.info: Invalid input'],
    ['app.info', { ['x'.repeat(1e6)]: 1 }, 'app.info: Unrecognized key: "xxx'],
    ['app.info', JSON.parse('{"__proto__": 1}'), 'app.info: Unrecognized key: "__proto__"'],
    ['training.start', {}, 'training.start: dataset: Invalid input'],
    [
      'training.start',
      { dataset: 'strokes', split: null, corrections: 'none', configuration: { epochs: -1 } },
      'training.start: configuration.epochs: ',
    ],
  ])('%s %#', async (name, params, message) => {
    const { ask, log } = made()
    const answer = await ask(name, params)
    expect(answer).toMatchObject({ ok: false, error: { code: 'request-invalid' } })
    if (answer.ok) throw new Error('was answered')
    expect(answer.error.message.slice(0, message.length)).toBe(message)
    expect(answer.error.message.length).toBeLessThan(300)
    expect(answer.error.message).not.toContain('\n')
    expect(log.lines).toHaveLength(1)
  })
})

test.each<[string, Handlers['preferences.get']]>([
  [
    'throws',
    () => {
      throw new GlyphlabError('disk-full', 'no space', 'Free some.')
    },
  ],
  ['rejects', () => Promise.reject(new GlyphlabError('disk-full', 'no space', 'Free some.'))],
])('a handler that %s a known error answers it', async (_, handler) => {
  const { ask, log } = made({ 'preferences.get': handler })
  const error = { code: 'disk-full', message: 'no space', hint: 'Free some.' }
  expect(await ask('preferences.get', {})).toEqual({ ok: false, error })
  expect(log.lines).toEqual(['warn bridge: "preferences.get": no space'])
  expect(log.whole()).not.toContain('stack')
})

test.each([
  ['an error', new TypeError('x is undefined'), 'internal: x is undefined'],
  ['no error', 'nonsense', 'internal: nonsense'],
  ['nothing', undefined, 'internal: undefined'],
])(
  'a handler that throws %s is a fault of ours, with its place in the log',
  async (_, thrown, message) => {
    const { ask, log } = made({
      'preferences.get': () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a library may do
        throw thrown
      },
    })
    expect(await ask('preferences.get', {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message },
    })
    expect(log.lines).toEqual([`error bridge: "preferences.get": ${message}`])
    expect(log.whole().includes('bridge.test.ts')).toBe(thrown instanceof Error)
  },
)
