import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, Bridge, Dropped } from '../../src-preload/contract/bridge/bridge'
import type { HandedOverId } from '../../src-preload/contract/bridge/hand-over'
import { EVENTS } from '../../src-preload/contract/bridge/events'
import { REQUESTS, type RequestName } from '../../src-preload/contract/bridge/requests'
import { ERROR_HINTS } from '../../src-preload/contract/errors'
import { jobIdSchema } from '../../src-preload/contract/job'
import { preferencesSchema } from '../../src-preload/contract/preferences'
import { openApplication, type Application } from '../../src-main/bridge/application'
import type { HandedOverFiles } from '../../src-main/bridge/hand-over/handed-over-files'
import { startChildProcess } from '../../src-main/processes/start-process'
import { keptLog, type KeptLog } from './kept-log'

/** A transport with an application behind it. */
export interface TransportUnderTest extends AsyncDisposable {
  /** What a new window has of it, connected. */
  openWindow(): Promise<Bridge>
  /** Ends the window that was opened last. */
  closeWindow(): void
  /** Sends a request past the types and past whatever the window checks itself. */
  ask(name: string, params: unknown): Promise<Answer<unknown>>
  /** The same for one who is no window of ours: with a wrong token, or from another page. */
  askAsStranger(name: string, params: unknown): Promise<Answer<unknown>>
}

/** A folder as it is dropped: the system knows its path, and a browser what is in it. */
function droppedFolder(path: string, files: Readonly<Record<string, string>>): Dropped {
  const folder = Object.assign(new File([], basename(path)), { path })
  return {
    items: [folder],
    contents: () =>
      Promise.resolve(
        Object.entries(files).map(([name, text]) => ({
          file: new File([text], basename(name)),
          path: `${basename(path)}/${name}`,
        })),
      ),
  }
}

export type OpenTransport = (application: Application, log: KeptLog) => Promise<TransportUnderTest>

/** Requests that an empty data home answers, without a process of ours. */
const ANSWERED_AT_ONCE = [
  'app.info',
  'preferences.get',
  'connections.list',
  'doctor.report',
  'runtime.state',
  'datasets.list',
  'training.queue',
] as const satisfies readonly RequestName[]

/** What a window can rely on, whatever carries it. */
export function bridgeSuite(transportName: string, open: OpenTransport): void {
  describe(`over ${transportName}`, () => {
    let home = ''
    let log = keptLog()
    let application: Application
    let transport: TransportUnderTest
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'glyphlab-bridge-'))
      log = keptLog()
      application = await openApplication({
        home,
        startProcess: startChildProcess,
        log,
        face: 'served',
        capabilities: {},
      })
      transport = await open(application, log)
    })
    afterEach(async () => {
      await transport[Symbol.asyncDispose]()
      await application.close()
      await rm(home, { recursive: true, force: true })
    })

    test.each(ANSWERED_AT_ONCE)('%s is answered as the contract says', async (name) => {
      const window = await transport.openWindow()
      const answer = await window.request(name, {})
      expect(answer).toMatchObject({ ok: true })
      if (answer.ok) expect(REQUESTS[name].result.parse(answer.result)).toEqual(answer.result)
    })

    test('params arrive, and every window is told what came of them', async () => {
      const windows = [await transport.openWindow(), await transport.openWindow()] as const
      const told = windows.map(
        async (window) => new Promise((resolve) => window.on('preferences.changed', resolve)),
      )
      const preferences = preferencesSchema.parse({ theme: 'dark', motion: 'reduced' })
      expect(await windows[0].request('preferences.set', preferences)).toEqual({
        ok: true,
        result: preferences,
      })
      expect(await Promise.all(told)).toEqual([preferences, preferences])
      expect(await windows[1].request('preferences.get', {})).toEqual({
        ok: true,
        result: preferences,
      })
    })

    test('events come in their order, until their subscription ends', async () => {
      const window = await transport.openWindow()
      const heard: string[] = []
      const end = window.on('app.command', ({ command }) => void heard.push(command))
      const tell = application.events.tell.bind(application.events)
      tell('app.command', { command: 'train' })
      tell('runs.changed', {})
      tell('app.command', { command: 'pause' })
      await hearing(window, () => tell('datasets.changed', {}))
      end()
      end()
      tell('app.command', { command: 'stop' })
      await hearing(window, () => tell('datasets.changed', {}))
      expect(heard).toEqual(['train', 'pause'])
    })

    test('a payload arrives as it was', async () => {
      const window = await transport.openWindow()
      const heard = new Promise((resolve) => window.on('runtime.changed', resolve))
      const payload = {
        state: 'installing',
        variant: 'gpu',
        phase: 'downloading',
        bytesDone: 2 ** 40,
        bytesTotal: null,
      } as const
      application.events.tell('runtime.changed', payload)
      expect(EVENTS['runtime.changed'].parse(await heard)).toEqual(payload)
    })

    test.each(['__proto__', 'constructor', 'toString', 'app', 'runs.remove', ''])(
      'there is no request %j',
      async (name) => {
        const answer = await transport.ask(name, {})
        expect(answer).toMatchObject({ ok: false, error: { code: 'request-unknown' } })
        expect(log.lines.filter((line) => line.includes('there is no request'))).toHaveLength(1)
      },
    )

    test.each<[RequestName, unknown, string]>([
      ['preferences.set', { theme: 'green' }, 'theme'],
      ['runs.open', { run: '../../etc/passwd' }, 'run'],
      ['training.move', { job: 'first', position: 0 }, 'job'],
      ['app.info', { more: true }, 'more'],
      ['app.info', null, 'app.info'],
    ])('%s does not take %j', async (name, params, field) => {
      const answer = await transport.ask(name, params)
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'request-invalid' },
      })
      expect(answer.ok ? '' : answer.error.message).toContain(field)
      expect(log.lines.filter((line) => line.startsWith('warn bridge:'))).toHaveLength(1)
    })

    test('what the user can mend comes with what to do', async () => {
      const window = await transport.openWindow()
      const job = jobIdSchema.parse('6dbb5d3c-6d3b-4f0e-9d7e-2b1a2a0c9a01')
      const answer = await window.request('training.pause', { job })
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'job-missing', hint: ERROR_HINTS['job-missing'] },
      })
    })

    test('a folder is handed over, and can be read until its window is gone', async () => {
      const window = await transport.openWindow()
      const files = { 'a/1.txt': 'one', 'a/2.txt': '', 'b ß 字.txt': 'three' }
      const path = join(home, 'theirs')
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true })
        await writeFile(join(path, name), text)
      }
      const answer = await window.handOver(droppedFolder(path, files))
      if (!answer.ok) throw new Error(answer.error.message)
      const { id, ...told } = answer.result
      expect(told).toEqual({ name: 'theirs', kind: 'folder', files: 3, bytes: 8 })
      const { handedOver } = application
      const lies = handedOver.pathOf(id)
      for (const [name, text] of Object.entries(files))
        expect(await readFile(join(lies, name), 'utf8')).toBe(text)
      await handedOver.letGo(id)
      transport.closeWindow()
      await expect.poll(() => isKnown(handedOver, id)).toBe(false)
      // What is the user's own stays.
      expect(await readFile(join(path, 'a/1.txt'), 'utf8')).toBe('one')
    })

    test('what its window withdraws is gone, and no other window can withdraw it', async () => {
      const [window, other] = [await transport.openWindow(), await transport.openWindow()]
      const path = join(home, 'theirs')
      await mkdir(path)
      await writeFile(join(path, '1.txt'), 'one')
      const answer = await window.handOver(droppedFolder(path, { '1.txt': 'one' }))
      if (!answer.ok) throw new Error(answer.error.message)
      const { id } = answer.result
      const withdrawn = { ok: true, result: {} }
      const { handedOver } = application
      expect(await other.request('handed-over.withdraw', { handedOver: id })).toEqual(withdrawn)
      expect(isKnown(handedOver, id)).toBe(true)
      expect(await window.request('handed-over.withdraw', { handedOver: id })).toEqual(withdrawn)
      expect(isKnown(handedOver, id)).toBe(false)
      expect(await readdir(handedOver.folder).catch(() => [])).toEqual([])
      expect(await readFile(join(path, '1.txt'), 'utf8')).toBe('one')
    })

    test('nothing is handed over of what was no file', async () => {
      const window = await transport.openWindow()
      const nothing = { items: [], contents: () => Promise.resolve([]) }
      expect(await window.handOver(nothing)).toMatchObject({ ok: false })
    })

    test('one who is no window of ours is refused, and that is logged', async () => {
      expect(await transport.askAsStranger('app.info', {})).toMatchObject({
        ok: false,
        error: { code: 'sender-refused' },
      })
      expect(log.lines.filter((line) => line.startsWith('warn '))).toHaveLength(1)
    })

    test('a thousand requests at once are answered, each by its own', async () => {
      const window = await transport.openWindow()
      const answers = await Promise.all(
        Array.from({ length: 1_000 }, async (_, place) =>
          place % 2 === 0 ? window.request('preferences.get', {}) : window.request('app.info', {}),
        ),
      )
      for (const [place, answer] of answers.entries())
        expect(answer.ok && ('theme' in answer.result ? 0 : 1)).toBe(place % 2)
    })
  })
}

/** Resolves once a window has heard of changed data sets: of all that was told before, too. */
async function hearing(window: Bridge, tell: () => void): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const end = window.on('datasets.changed', () => {
      end()
      resolve()
    })
  })
  tell()
  await heard
}

function isKnown(handedOver: HandedOverFiles, id: HandedOverId): boolean {
  try {
    handedOver.describe(id)
    return true
  } catch {
    return false
  }
}
