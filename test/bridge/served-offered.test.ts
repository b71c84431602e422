import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OfferedId } from '../../src-preload/contract/bridge/hand-over'
import { OFFERED_PATH } from '../../src-preload/contract/bridge/hand-over-wire'
import { OfferedFiles } from '../../src-main/bridge/hand-over/offered-files'
import { serving, type Serving } from './serving'
import { standing, windowBridge } from './window-bridge'

const SIZE = 3_000_000

let server: Serving
let home = ''
beforeEach(async () => {
  server = await serving()
  home = await mkdtemp(join(tmpdir(), 'glyphlab-offered-'))
})
afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

async function offered(files = server.offered): Promise<OfferedId> {
  const folder = join(home, 'one')
  await mkdir(folder)
  await writeFile(join(folder, 'run.glyphlab'), Buffer.alloc(SIZE, 7))
  return files.offer({ name: 'run.glyphlab', path: join(folder, 'run.glyphlab'), folder })
}

type Headers = Readonly<Record<string, string>>

async function get(id: string, changes: Headers = {}, method = 'GET'): Promise<Response> {
  const headers = { authorization: `Bearer ${server.token}`, ...changes }
  return fetch(`http://${server.host}${OFFERED_PATH}/${id}`, { method, headers })
}

test('a file is fetched by its window, once, and is gone then', async () => {
  const bridge = windowBridge(server, server.token)
  await standing(bridge, 'connected')
  const id = await offered()
  const fetched = await bridge.fetchOffered(id)
  if (!fetched.ok) throw new Error(fetched.error.message)
  expect(Buffer.from(await fetched.result.arrayBuffer()).equals(Buffer.alloc(SIZE, 7))).toBe(true)
  expect(await bridge.fetchOffered(id)).toMatchObject({
    ok: false,
    error: { code: 'request-invalid', message: 'there is no such file any more' },
  })
  await expect.poll(() => readdir(home)).toEqual([])
  bridge.close()
})

test.each<[string, Headers, string]>([
  ['with a wrong token', { authorization: 'Bearer wrong' }, 'sender-refused'],
  ['without a token', { authorization: '' }, 'sender-refused'],
  ['from another site', { origin: 'http://evil.example' }, 'sender-refused'],
])('nobody fetches it %s, and it stays', async (_, headers, code) => {
  const id = await offered()
  const response = await get(id, headers)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ ok: false, error: { code } })
  expect((await get(id)).status).toBe(200)
})

test.each(['', '..%2f..%2fetc%2fpasswd', 'x', '00000000-0000-4000-8000-000000000000'])(
  'there is nothing at %j',
  async (id) => {
    const response = await get(id)
    expect([400, 404]).toContain(response.status)
    expect((await get(await offered(), {}, 'POST')).status).toBe(400)
  },
)

test('what nobody fetches goes by itself, and with the program', async () => {
  await offered(new OfferedFiles(1))
  await expect.poll(() => readdir(home)).toEqual([])
  const files = new OfferedFiles()
  await offered(files)
  await files.clear()
  expect(await readdir(home)).toEqual([])
})
