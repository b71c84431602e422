import fc from 'fast-check'
import { expect } from 'vitest'
import type { Answer } from '../../src-preload/contract/bridge/bridge'
import { REQUESTS, type Params, type RequestName } from '../../src-preload/contract/bridge/requests'
import type { ErrorCode } from '../../src-preload/contract/errors'
import { SHEET_SIDE, type SketchId } from '../../src-preload/contract/sketch'
import { character, madeSketch } from '../../src-main/core/sketches/made-sketches.test-helper'
import type { WindowClient } from '../window-client'

const coordinate = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: SHEET_SIDE, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, -0, SHEET_SIDE, -SHEET_SIDE, 2 * SHEET_SIDE, 336) },
  { weight: 1, arbitrary: fc.constantFrom(1e-320, 5e-324, 335.99999999999994) },
)
const pressure = fc.constantFrom(0, -0, 0.5, 1, 5e-324)
const point = fc.tuple(coordinate, coordinate, pressure)
/** Again and again the same one, too, and very many. */
const points = fc.oneof(
  fc.array(point, { minLength: 1, maxLength: 40 }).map((all) => all.flat()),
  fc
    .tuple(point, fc.constantFrom(1, 2, 3, 500, 5000, 20_000))
    .map(([one, count]) => Array.from({ length: count }, () => one).flat()),
  fc
    .tuple(fc.array(point, { minLength: 2, maxLength: 5 }), fc.constantFrom(100, 4000))
    .map(([all, count]) => Array.from({ length: count }, () => all.flat()).flat()),
)

/** Drawings that the contract takes, most of which nobody draws. */
const possibleStrokes = fc.array(
  fc.record({
    width: fc.constantFrom(1, 30, 30.000000000000004, SHEET_SIDE / 4),
    hasPressure: fc.boolean(),
    points,
  }),
  { maxLength: 6 },
)

/** What a number must not be; JSON makes null of what is no number. */
const badNumber = fc.constantFrom<unknown>(
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1e308, 1e308, null, '5', {}, [], true, SHEET_SIDE * 3],
)

/** Strokes that the contract does not take. */
const impossibleStroke = fc.oneof(
  fc.record({ width: badNumber, hasPressure: fc.boolean(), points: fc.constant([1, 2, 0.5]) }),
  fc.record({
    width: fc.constant(30),
    hasPressure: fc.boolean(),
    points: fc
      .tuple(fc.array(coordinate, { minLength: 1, maxLength: 9 }), badNumber, fc.nat(8))
      .map(([good, bad, at]) => good.toSpliced(at, 0, bad as number)),
  }),
  fc.constantFrom<unknown>(
    { width: 30, hasPressure: false, points: [] },
    { width: 30, hasPressure: false, points: [1, 2] },
    { width: 30, hasPressure: false, points: [1, 2, 3] },
    { width: 30, hasPressure: 'no', points: [1, 2, 0.5] },
    { width: 30, hasPressure: false, points: [1, 2, 0.5], __proto__: { more: 1 }, colour: 'red' },
    { width: 30, hasPressure: false, points: Array(3 * 20_001).fill(0.5) },
    null,
  ),
)

const BUILT_IN = { kind: 'built-in' } as const
const GONE = { kind: 'run', run: '20260101-000000-tiny-gone' }

/** What is sent need not be what the contract takes. */
async function send(client: WindowClient, name: RequestName, params: unknown) {
  return client.answer(name, params as Params<RequestName>)
}

/** Reads drawings that nobody draws: each is answered, as the contract says, and so is the next one. */
export async function attackReading(client: WindowClient, numRuns: number): Promise<void> {
  const possible = fc.asyncProperty(
    possibleStrokes,
    fc.constantFrom<unknown[]>([BUILT_IN], [BUILT_IN, BUILT_IN], [GONE, BUILT_IN]),
    async (strokes, models) => {
      const answer = await send(client, 'sketch.read', { strokes, models })
      const isTooMuch = strokes.reduce((sum, { points }) => sum + points.length, 0) > 60_000
      expect(codeOf(answer)).toBe(isTooMuch ? 'request-invalid' : 'ok')
      if (!answer.ok) return
      const { reading } = REQUESTS['sketch.read'].result.parse(answer.result)
      if (strokes.length === 0) expect(reading.kind).toBe('empty')
      else if (reading.kind === 'drawn') expect(reading.readings.at(-1)?.kind).toBe('read')
    },
  )
  await fc.assert(possible, { numRuns, seed: 1 })
  const impossible = fc.asyncProperty(impossibleStroke, async (stroke) => {
    const params = { strokes: [stroke], models: [BUILT_IN] }
    expect(codeOf(await send(client, 'sketch.read', params))).toBe('request-invalid')
  })
  await fc.assert(impossible, { numRuns, seed: 2 })
}

/** What can be asked of kept sketches; the numbers say which of those that are known. */
const asked = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('keep' as const), seed: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('correct' as const),
      which: fc.nat(),
      to: fc.constantFrom('A', 'a', 'c', '7', 'ß', '\u{1f600}', '\ufffd', ' ', null),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('delete' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('open' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constantFrom('export' as const, 'list' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('stray' as const),
      id: fc.constantFrom('\u0430bc', '../../x', '', 'a'.repeat(65), '__proto__', 'constructor'),
    }),
  },
)

/** What may be refused when others delete at the same time. */
const REFUSED: ReadonlySet<ErrorCode | 'ok'> = new Set([
  ...(['ok', 'sketch-missing', 'correction-refused', 'request-invalid'] as const),
])

/** Several windows keep, correct, delete, open and export at once: nothing breaks, and nothing is lost. */
export async function attackKeeping(
  clients: readonly WindowClient[],
  numRuns: number,
): Promise<void> {
  const ids: SketchId[] = []
  const deleted = new Set<SketchId>()
  const idAt = (which: number): unknown => ids[which % Math.max(1, ids.length)] ?? 'none-yet'
  const does = async (
    client: WindowClient,
    one: typeof asked extends fc.Arbitrary<infer T> ? T : never,
  ): Promise<Answer<unknown>> => {
    switch (one.does) {
      case 'keep': {
        const truth = one.seed % 3 === 0 ? null : character('ABC'[one.seed % 3] ?? 'A')
        const answer = await send(client, 'sketches.keep', { ...madeSketch(one.seed), truth })
        if (answer.ok) ids.push(REQUESTS['sketches.keep'].result.parse(answer.result).sketch.id)
        return answer
      }
      case 'correct': {
        const truth = one.to === null ? null : character(one.to)
        return send(client, 'sketches.correct', { sketch: idAt(one.which), truth })
      }
      case 'delete': {
        const id = ids[one.which % Math.max(1, ids.length)]
        if (id === undefined) return send(client, 'sketches.list', { offset: 0, limit: 1 })
        deleted.add(id)
        const which = { kind: 'these', sketches: [id, id] }
        return send(client, 'sketches.delete', { which })
      }
      case 'open':
        return send(client, 'sketches.open', { sketch: idAt(one.which) })
      case 'export':
        return send(client, 'sketches.export', {})
      case 'list':
        return send(client, 'sketches.list', { offset: 0, limit: 200 })
      case 'stray':
        return send(client, 'sketches.open', { sketch: one.id })
    }
  }
  const property = fc.asyncProperty(
    fc.array(asked, { minLength: 2, maxLength: 8 }),
    async (all) => {
      const answers = await Promise.all(
        all.map(async (one, at) => {
          const client = clients[at % clients.length]
          if (client === undefined) throw new Error('there is no window')
          return does(client, one)
        }),
      )
      for (const answer of answers) expect(REFUSED).toContain(codeOf(answer))
    },
  )
  await fc.assert(property, { numRuns, seed: 3, endOnFailure: true })
  const [client] = clients
  const list = await client?.request('sketches.list', { offset: 0, limit: 200 })
  const left = ids.filter((id) => !deleted.has(id))
  expect(new Set(list?.sketches.map(({ id }) => id))).toEqual(new Set(left))
}

function codeOf(answer: Answer<unknown>): ErrorCode | 'ok' {
  return answer.ok ? 'ok' : answer.error.code
}
