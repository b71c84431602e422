import fc, { type Arbitrary } from 'fast-check'

/** A file as anybody could have made it out of a sound one. */
export type Mutation = (content: Buffer) => Buffer

/** Texts of JSON that no program of ours writes. */
const NASTY = [
  // What could be so, too.
  ...['1', '2', '0.25', '"x"', '"made"', 'false'],
  'null',
  'true',
  '-1',
  '0',
  '0.5',
  '1e308',
  '1e999',
  '-1e999',
  '9007199254740993',
  '4294967296',
  '""',
  '"\\u0000\\ud800"',
  '"../../outside"',
  '"/etc/passwd"',
  '"\\\\\\\\host\\\\share"',
  '[]',
  '{}',
  '[[[[]]]]',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":1,"toString":2}',
  '"2026-13-40T99:99:99Z"',
  `"${'x'.repeat(5000)}"`,
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  `[${'0,'.repeat(20_000)}0]`,
]
/** Stands in a value for a text that `JSON.stringify` cannot write. */
const MARK = 'MUTATED-HERE'

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

/** Bytes changed, lost, doubled or put in between. */
const bytes: Arbitrary<Mutation> = fc
  .record({
    flips: fc.array(fc.tuple(part, fc.nat({ max: 255 })), { maxLength: 5 }),
    cut: fc.option(fc.tuple(part, fc.nat({ max: 200 })), { freq: 2 }),
    doubled: fc.option(fc.tuple(part, fc.nat({ max: 200 })), { freq: 3 }),
    end: fc.option(part, { freq: 3 }),
  })
  .map(({ flips, cut, doubled, end }) => (content) => {
    let changed: Buffer = Buffer.from(content)
    const at = (share: number) => Math.floor(share * changed.length)
    for (const [share, value] of flips) if (changed.length > 0) changed[at(share)] = value
    if (cut) changed = without(changed, at(cut[0]), cut[1])
    if (doubled)
      changed = insertion(
        changed,
        at(doubled[0]),
        changed.subarray(at(doubled[0]), at(doubled[0]) + doubled[1]),
      )
    return end === null ? changed : changed.subarray(0, at(end))
  })

function without(content: Buffer, start: number, length: number): Buffer {
  return Buffer.concat([content.subarray(0, start), content.subarray(start + length)])
}

function insertion(content: Buffer, at: number, piece: Uint8Array): Buffer {
  return Buffer.concat([content.subarray(0, at), piece, content.subarray(at)])
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One value of a JSON text, wherever it is, becomes another, goes, or is there twice. */
const field: Arbitrary<(text: string) => string> = fc
  .record({
    way: fc.array(part, { minLength: 1, maxLength: 6 }),
    action: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'rename', 'twice'),
    value: fc.constantFrom(...NASTY),
  })
  .map(({ way, action, value }) => (text) => {
    let json: Json
    try {
      json = JSON.parse(text) as Json
    } catch {
      return value
    }
    return changedJson(json, way, action, value)
  })

function changedJson(json: Json, way: readonly number[], action: string, value: string): string {
  let [holder, key]: [Json, string] = [{ root: json }, 'root']
  const root = holder as { root: Json }
  for (const share of way) {
    const inside = memberOf(holder, key)
    const keys = typeof inside === 'object' && inside !== null ? Object.keys(inside) : []
    if (keys.length === 0) break
    holder = inside
    key = keys[Math.floor(share * keys.length)] ?? ''
  }
  const members = holder as Record<string, Json>
  switch (action) {
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else Reflect.deleteProperty(members, key)
      return textOf(root.root)
    case 'rename':
      members[`${key}x`] = members[key] ?? null
      Reflect.deleteProperty(members, key)
      return textOf(root.root)
    case 'twice':
      return textOf(root.root).replace('{', `{${JSON.stringify(key)}:${value},`)
    default:
      members[key] = MARK
      return textOf(root.root).replace(JSON.stringify(MARK), () => value)
  }
}

function memberOf(holder: Json, key: string): Json {
  return (holder as Record<string, Json>)[key] ?? null
}

function textOf(json: Json | undefined): string {
  return JSON.stringify(json ?? null)
}

const json: Arbitrary<Mutation> = field.map(
  (change) => (content) => Buffer.from(change(content.toString())),
)

/** One line of several. */
const line: Arbitrary<Mutation> = fc.tuple(part, field).map(([share, change]) => (content) => {
  const lines = content.toString().split('\n')
  const at = Math.floor(share * lines.length)
  return Buffer.from(lines.map((text, index) => (index === at ? change(text) : text)).join('\n'))
})

/** The header of a safetensors file, a text in its metadata, or the length that it says to have. */
const header: Arbitrary<Mutation> = fc
  .record({
    change: field,
    inMetadata: fc.boolean(),
    which: part,
    length: fc.option(
      fc.constantFrom(0n, 1n, 7n, 255n, 2n ** 23n, 2n ** 32n, 2n ** 53n, 2n ** 64n - 1n),
      { freq: 4 },
    ),
  })
  .map(({ change, inMetadata, which, length }) => (content) => {
    const bytesOfHeader = Number(content.readBigUInt64LE())
    const text = content.toString('utf8', 8, 8 + bytesOfHeader)
    const changed = Buffer.from(inMetadata ? changedMetadata(text, which, change) : change(text))
    const start = Buffer.alloc(8)
    start.writeBigUInt64LE(length ?? BigInt(changed.length))
    return Buffer.concat([start, changed, content.subarray(8 + bytesOfHeader)])
  })

function changedMetadata(text: string, which: number, change: (text: string) => string): string {
  const parsed = JSON.parse(text) as { __metadata__?: Record<string, string> }
  const metadata = parsed.__metadata__ ?? {}
  const keys = Object.keys(metadata)
  const key = keys[Math.floor(which * keys.length)] ?? 'schema'
  return JSON.stringify({
    ...parsed,
    __metadata__: { ...metadata, [key]: change(metadata[key] ?? '') },
  })
}

/** A mutation that knows what is in a file of that name. */
export function mutationOf(path: string): Arbitrary<Mutation> {
  if (path.endsWith('.jsonl')) return fc.oneof(bytes, { arbitrary: line, weight: 3 })
  if (path.endsWith('.json')) return fc.oneof(bytes, { arbitrary: json, weight: 3 })
  if (path.endsWith('.safetensors')) return fc.oneof(bytes, { arbitrary: header, weight: 3 })
  return bytes
}

/** Of an archive as a whole: its frame is at its ends. */
export const archiveMutation: Arbitrary<Mutation> = bytes

/** What an entry of an archive could be called. */
export const entryName: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '../outside',
    '../../outside',
    '/outside',
    'C:/outside',
    'a\\..\\outside',
    'run.json/..',
    'Run.json',
    'run.lock',
    'con',
    'evaluations/nul.x-test.json',
    'evaluations/other-test.json',
    'checkpoints/initial.safetensors',
    'events.out.tfevents.1.a',
    'a/b/c/d',
    '',
    ' ',
    '.',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
