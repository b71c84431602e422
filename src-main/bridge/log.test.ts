import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from './log'
import { logLine } from './log-line'

let home = ''
let folder = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-log-'))
  folder = join(home, 'logs')
})
afterEach(() => rm(home, { recursive: true }))

const read = (name = 'face.log') => readFile(join(folder, name), 'utf8')

test('an entry is a line', async () => {
  const log = openLog({ folder, name: 'face' })
  log.write('warn', 'bridge', 'no such request', { code: 'request-unknown' })
  log.write('info', 'served', 'a window is gone')
  await log.flush()
  expect((await read()).replace(/^\S+Z/gm, 'TIME')).toBe(
    'TIME warn  bridge: no such request {"code":"request-unknown"}\n' +
      'TIME info  served: a window is gone\n',
  )
})

test.skipIf(process.platform === 'win32')('nobody else on the machine reads it', async () => {
  const log = openLog({ folder, name: 'face' })
  log.write('info', 'x', 'y')
  await log.flush()
  expect((await stat(join(folder, 'face.log'))).mode & 0o777).toBe(0o600)
})

test('no folder is made before the first line', async () => {
  await openLog({ folder, name: 'face' }).flush()
  expect(await readdir(home)).toEqual([])
})

test('nothing in an entry breaks its line or commands a terminal', () => {
  const line = logLine(
    {
      level: 'error',
      area: 'window',
      message: 'a\nb\u001b[2Jc\u202ed é',
      details: { x: '\u0000\n' },
    },
    new Date(0),
  )
  expect(line).toBe(
    '1970-01-01T00:00:00.000Z error window: a\\u000ab\\u001b[2Jc\\u202ed \\u00e9 {"x":"\\u0000\\n"}\n',
  )
})

test('what is too long is cut, and what is no JSON does not throw', () => {
  const circular: { self?: object } = {}
  circular.self = circular
  const entry = { level: 'info', area: 'x', message: 'y' } as const
  expect(logLine({ ...entry, message: 'y'.repeat(1e6) }).length).toBeLessThan(5_000)
  expect(logLine({ ...entry, details: { text: 'y'.repeat(1e6) } }).length).toBeLessThan(13_000)
  expect(logLine({ ...entry, details: circular })).toContain('(not to be written: TypeError')
})

test('the file is turned over at its length, and one before it is kept', async () => {
  const log = openLog({ folder, name: 'face', maximumBytes: 1000 })
  for (let count = 1; count <= 100; count++) log.write('info', 'x', `entry ${count}`)
  await log.flush()
  for (let count = 101; count <= 110; count++) {
    log.write('info', 'x', `entry ${count}`)
    await log.flush()
  }
  expect((await readdir(folder)).sort()).toEqual(['face.1.log', 'face.log'])
  for (const name of await readdir(folder))
    expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(1000)
  const numbers = [...`${await read('face.1.log')}${await read()}`.matchAll(/entry (\d+)/g)]
  const kept = numbers.map(([, number]) => Number(number))
  expect(kept).toEqual(kept.map((_, place) => 110 - kept.length + 1 + place))
})

test('a flood is written without an end to its memory, and says what it left out', async () => {
  const log = openLog({ folder, name: 'face', maximumBytes: 1e9 })
  for (let count = 0; count < 5_000; count++) log.write('info', 'x', 'y')
  await log.flush()
  expect((await read()).trim().split('\n')).toHaveLength(2_001)
  expect(await read()).toContain('warn  log: 3000 lines left out')
})

test('a folder that cannot be written costs the log, and nothing else', async () => {
  await writeFile(folder, 'a file')
  const log = openLog({ folder, name: 'face' })
  log.write('info', 'x', 'lost')
  await log.flush()
  await rm(folder)
  log.write('info', 'x', 'kept')
  await log.flush()
  expect(await read()).toMatch(/kept\n$/)
})
