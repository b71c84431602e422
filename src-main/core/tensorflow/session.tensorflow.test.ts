import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Graph } from './graph/graph'
import { UNKNOWN_BATCH } from './graph/shape'
import { add, matMul, multiply, sum } from './ops/arithmetic'
import { bitcast, cast } from './ops/array'
import { placeholder, scalar } from './ops/constants'
import { variable } from './ops/variables'
import type { TensorFlow } from './runtime'
import { openSessions, Session, type Feed } from './session'
import { tensorflowForTests } from './test-session.test-helper'

let tensorflow: TensorFlow
beforeAll(async () => {
  tensorflow = await tensorflowForTests()
})

let before: { readonly tensors: number; readonly sessions: number }
beforeEach(() => {
  before = { tensors: tensorflow.memory().numTensors, sessions: openSessions() }
})
afterEach(() => {
  expect({ tensors: tensorflow.memory().numTensors, sessions: openSessions() }).toEqual(before)
})

/** y = 2 x, row sums of y, a variable v `[2]`, and values in types that cannot be fetched. */
function makeGraph() {
  const graph = new Graph()
  const x = placeholder(graph, 'x', 'float32', [UNKNOWN_BATCH, 3])
  const two = placeholder(graph, 'two', 'float32', [2])
  const counts = placeholder(graph, 'counts', 'int32', [2])
  const y = multiply(x, scalar(graph, 2))
  return {
    graph,
    x,
    two,
    counts,
    y,
    total: sum(y),
    shifted: add(two, scalar(graph, 1)),
    countsAgain: add(counts, counts),
    v: variable(graph, 'v', 'float32', [2]),
    short: bitcast(cast(two, 'bfloat16'), 'int16'),
    byte: cast(two, 'uint8'),
    low: cast(two, 'bfloat16'),
  }
}

async function withSession(
  use: (session: Session, graph: ReturnType<typeof makeGraph>) => Promise<void>,
): Promise<void> {
  const graph = makeGraph()
  const session = await Session.open(tensorflow, graph.graph)
  try {
    await use(session, graph)
  } finally {
    session.close()
  }
}

const internal = (message: RegExp) =>
  expect.objectContaining({ code: 'internal', message: expect.stringMatching(message) })

describe('a call', () => {
  test('answers each fetch in order, float32 and int32', async () => {
    await withSession(async (session, { x, counts, y, total, countsAgain }) => {
      const feeds: Feed[] = [
        [x, Float32Array.of(1, 2, 3, 4, 5, 6)],
        [counts, Int32Array.of(7, -8)],
      ]
      expect(await session.run(feeds, [total, countsAgain, y])).toEqual([
        Float32Array.of(42),
        Int32Array.of(14, -16),
        Float32Array.of(2, 4, 6, 8, 10, 12),
      ])
    })
  })

  test('takes a batch of any size, nought as well', async () => {
    await withSession(async (session, { x, y, total }) => {
      for (const rows of [1, 5, 0])
        expect(
          (await session.run([[x, new Float32Array(3 * rows).fill(1)]], [y, total]))[1],
        ).toEqual(Float32Array.of(6 * rows))
    })
  })

  test('leaves what was fed, and what it answered, alone', async () => {
    await withSession(async (session, { two, shifted, v }) => {
      const fed = Float32Array.of(1, 2)
      await session.assign([[v, fed]])
      const [first] = await session.read([v])
      await session.assign([[v, Float32Array.of(3, 4)]])
      expect(await session.run([[two, fed]], [shifted])).toEqual([Float32Array.of(2, 3)])
      expect([fed, first]).toEqual([Float32Array.of(1, 2), Float32Array.of(1, 2)])
    })
  })
})

describe('a variable', () => {
  test('lives as long as its session', async () => {
    await withSession(async (session, { v }) => {
      await session.assign([[v, Float32Array.of(1, 2)]])
      expect(await session.read([v])).toEqual([Float32Array.of(1, 2)])
    })
    await withSession(async (session, { v }) => {
      await expect(session.read([v])).rejects.toEqual(internal(/TensorFlow: .*\bv\b/s))
    })
  })

  test('is not shared by two sessions of one graph', async () => {
    await withSession(async (session, { graph, v }) => {
      const other = await Session.open(tensorflow, graph)
      await session.assign([[v, Float32Array.of(1, 2)]])
      await other.assign([[v, Float32Array.of(3, 4)]])
      expect(await session.read([v])).toEqual([Float32Array.of(1, 2)])
      other.close()
    })
  })
})

describe('a bad feed is refused, and the session goes on:', () => {
  type Made = ReturnType<typeof makeGraph>
  test.each<[string, (made: Made) => Feed, RegExp]>([
    ['too few elements', ({ two }) => [two, Float32Array.of(1)], /1 elements were fed to \[2\]/],
    ['too many', ({ two }) => [two, new Float32Array(3)], /3 elements were fed to \[2\]/],
    ['no whole row', ({ x }) => [x, new Float32Array(4)], /4 elements were fed to \[\?, 3\]/],
    [
      'another type',
      ({ two }) => [two, Int32Array.of(1, 2)],
      /TensorFlow: .*to be float but int32/s,
    ],
  ])('%s', async (_, badFeed, message) => {
    await withSession(async (session, made) => {
      await expect(session.run([badFeed(made)], [made.shifted])).rejects.toEqual(internal(message))
      expect(await session.run([[made.two, Float32Array.of(1, 2)]], [made.shifted])).toEqual([
        Float32Array.of(2, 3),
      ])
    })
  })

  test('none at all', async () => {
    await withSession(async (session, { shifted }) => {
      await expect(session.run([], [shifted])).rejects.toEqual(internal(/TensorFlow: .*two/s))
    })
  })

  test('to a tensor of another graph', async () => {
    await withSession(async (session, { shifted }) => {
      const stranger = placeholder(new Graph(), 'stranger', 'float32', [2])
      const feed: Feed = [stranger, Float32Array.of(1, 2)]
      await expect(session.run([feed], [shifted])).rejects.toEqual(
        internal(/TensorFlow: Input op name can not be found/),
      )
    })
  })
})

describe('a fetch is refused, and the session goes on,', () => {
  type Made = ReturnType<typeof makeGraph>
  test.each<[string, (made: Made) => Made['short']]>([
    ['int16', ({ short }) => short],
    ['uint8', ({ byte }) => byte],
    ['bfloat16', ({ low }) => low],
  ])('where it is %s', async (_, fetch) => {
    await withSession(async (session, made) => {
      const feed: Feed = [made.two, Float32Array.of(1, 2)]
      await expect(session.run([feed], [fetch(made)])).rejects.toEqual(
        internal(/cast it in the graph/),
      )
      expect(await session.run([feed], [made.shifted])).toEqual([Float32Array.of(2, 3)])
    })
  })

  test('where it is int32 and should be float32', async () => {
    await withSession(async (session, { counts, countsAgain }) => {
      await expect(
        session.runFloats([[counts, Int32Array.of(1, 2)]], [countsAgain]),
      ).rejects.toEqual(internal(/fetched int32/))
    })
  })
})

describe('a session', () => {
  test('that is closed refuses calls, and closes once', async () => {
    const { graph, two, shifted } = makeGraph()
    const session = await Session.open(tensorflow, graph)
    expect(openSessions()).toBe(before.sessions + 1)
    session.close()
    session.close()
    expect(openSessions()).toBe(before.sessions)
    await expect(session.run([[two, Float32Array.of(1, 2)]], [shifted])).rejects.toEqual(
      internal(/the session is closed/),
    )
  })

  test('closes at the end of its block', async () => {
    const { graph } = makeGraph()
    {
      using session = await Session.open(tensorflow, graph)
      expect(session).toBeInstanceOf(Session)
      expect(openSessions()).toBe(before.sessions + 1)
    }
    expect(openSessions()).toBe(before.sessions)
  })

  test('leaves no file behind', async () => {
    const graphFolders = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`glyphlab-graph-`))
    const earlier = new Set(await graphFolders())
    await withSession(async () => {
      // Other tests may be opening theirs at this moment: these are gone soon.
      const mine = () => graphFolders().then((names) => names.filter((name) => !earlier.has(name)))
      await expect.poll(mine).toEqual([])
    })
  })

  test('of a graph that TensorFlow refuses is not opened', async () => {
    const { graph, two } = makeGraph()
    const other = cast(two, 'int32')
    // The kernel wants one type: the builder takes the caller's word for it.
    graph.add('AddV2', [two, other], { T: 'float32' }, [{ dtype: 'float32', shape: [2] }])
    await expect(Session.open(tensorflow, graph)).rejects.toEqual(
      internal(/^internal: TensorFlow: /),
    )
  })
})

test('messages, timers and signals are served between any two calls', async () => {
  await withSession(async (session, { two, shifted }) => {
    const feed: Feed = [two, Float32Array.of(1, 2)]
    const heard: string[] = []
    let calls = 0
    let signalAfter = -1
    const onSignal = () => (signalAfter = calls)
    process.once('SIGUSR2', onSignal)
    setTimeout(() => heard.push('timer'), 1)
    process.kill(process.pid, 'SIGUSR2')
    // Calls follow one another without another await: only what a call itself yields lets others in.
    const immediates: number[] = []
    const count = () => {
      immediates.push(calls)
      if (calls < 200) setImmediate(count)
    }
    setImmediate(count)
    for (; calls < 200; calls += 1) await session.run([feed], [shifted])
    process.off('SIGUSR2', onSignal)
    expect(heard).toEqual(['timer'])
    expect(signalAfter).toBeGreaterThanOrEqual(0)
    // A few calls of a tenth of a millisecond: a signal takes a turn of the loop to arrive.
    expect(signalAfter).toBeLessThan(20)
    // Once in each turn: none waits for more than one call.
    expect(immediates.length).toBeGreaterThanOrEqual(199)
    immediates.slice(1).forEach((call, index) => {
      expect(call - (immediates[index] ?? 0)).toBeLessThanOrEqual(1)
    })
  })
})

describe('a session for one device', () => {
  function product() {
    const graph = new Graph()
    const x = placeholder(graph, 'x', 'float32', [2, 2])
    return { graph, x, squared: matMul(x, x) }
  }

  test('computes there', async () => {
    const { graph, x, squared } = product()
    using session = await Session.open(tensorflow, graph, '/device:CPU:0')
    const [values] = await session.runFloats([[x, Float32Array.of(1, 2, 3, 4)]], [squared])
    expect([...(values ?? [])]).toEqual([7, 10, 15, 22])
  })

  test('that is not there says which are', async () => {
    await expect(Session.open(tensorflow, product().graph, '/device:GPU:9')).rejects.toMatchObject({
      code: 'device-missing',
      message: expect.stringMatching(/^TensorFlow does not compute .*: it has CPU:0$/) as string,
    })
  })
})
