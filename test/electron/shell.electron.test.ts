import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bridge } from '../../src-preload/contract/bridge/bridge'
import { makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import { closeWindow, endOf, launch, launchAgain, screenshot, type Launched } from './launch'
import { addFewStrokes } from './train-screen'

declare global {
  interface Window {
    readonly glyphlab: Bridge
    /** Of the harness. */
    readonly glyphlabWithPaths: (bridge: Bridge) => Bridge
  }
}

// One application for all: each test leaves it as it was.
describe.skipIf(ELECTRON === null)('the window in Electron', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  beforeAll(async () => {
    home = await makeTestHome()
    await addFewStrokes(home)
    display = await openDisplay()
    launched = await launch({ home, display })
    await launched.page.locator('#app > *').first().waitFor()
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const logged = () => readFile(join(home.folder, 'logs', 'desktop.log'), 'utf8')

  test('is shown, and confined', async () => {
    // It is shown once its page has something to show.
    const isVisible = () =>
      launched.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.isVisible(),
      )
    await expect.poll(isVisible).toBe(true)
    const seen = await launched.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      // Electron's own, not for applications: there is no other way to see what is in force.
      const preferences: unknown = Reflect.apply(
        Reflect.get(window?.webContents ?? {}, 'getLastWebPreferences') as () => unknown,
        window?.webContents,
        [],
      )
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = preferences as Record<
        string,
        unknown
      >
      return { sandbox, contextIsolation, nodeIntegration, webviewTag }
    })
    expect(seen).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    await screenshot(launched.page, 'first-window')
  })

  test('has the bridge and nothing else of Electron or Node', async () => {
    const found = await launched.page.evaluate(() => [
      ...Object.keys(window.glyphlab).sort(),
      ...['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    ])
    expect(found).toEqual(['fetchOffered', 'handOver', 'on', 'onConnection', 'request'])
  })

  test('gets an answer', async () => {
    const answer = await launched.page.evaluate(() => window.glyphlab.request('app.info', {}))
    expect(answer).toMatchObject({ ok: true, result: { face: 'desktop' } })
  })

  test.each([
    ['a request that there is not', 'shell.run', {}, 'request-unknown'],
    ['params of a wrong shape', 'preferences.set', { theme: 'pink' }, 'request-invalid'],
    ['params that are too many', 'app.info', { more: true }, 'request-invalid'],
    ['params that cannot be sent', 'app.info', 'function', 'request-invalid'],
  ])('refuses %s', async (_case, name, params, code) => {
    const answer = await launched.page.evaluate(
      ([name, params]) => {
        const sent = params === 'function' ? () => undefined : params
        // As script of the page may do it, whatever the types say.
        const request = Reflect.get(window.glyphlab, 'request') as (...words: unknown[]) => unknown
        return request(name, sent)
      },
      [name, params] as const,
    )
    expect(answer).toMatchObject({ ok: false, error: { code } })
  })

  test('hands over files that its user gave it, by where they lie', async () => {
    const theirs = join(home.folder, 'theirs.csv')
    await writeFile(theirs, 'label,0\n')
    const { page } = launched
    await page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      document.body.append(input)
    })
    await page.setInputFiles('input[type=file]', theirs)
    const answer = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('input[type=file]')
      const given = [...(input?.files ?? [])]
      input?.remove()
      const made = [new File(['of the page'], '/etc/passwd')]
      const { glyphlab, glyphlabWithPaths } = window
      const contents = () => Promise.resolve([])
      const handOver = (items: readonly File[]) =>
        glyphlabWithPaths(glyphlab).handOver({ items, contents })
      return { given: await handOver(given), made: await handOver(made) }
    })
    expect(answer).toMatchObject({
      given: { ok: true, result: { name: 'theirs.csv', kind: 'file', files: 1, bytes: 8 } },
      made: { ok: false, error: { code: 'request-invalid' } },
    })
  })

  test('hears an event until it has heard enough', async () => {
    const heard = await launched.page.evaluate(async () => {
      const { glyphlab } = window
      const seen: string[] = []
      const undo = glyphlab.on('preferences.changed', ({ theme }) => seen.push(theme))
      for (const theme of ['dark', 'system'] as const) {
        const told = new Promise<void>((resolve) => {
          const end = glyphlab.on('preferences.changed', () => {
            end()
            resolve()
          })
        })
        await glyphlab.request('preferences.set', { theme, motion: 'system' })
        await told
        undo()
      }
      return seen
    })
    expect(heard).toEqual(['dark'])
  })

  test('opens no window and goes nowhere', async () => {
    const { page, electron } = launched
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/a' })
      document.body.append(link)
      link.click()
      link.remove()
    })
    await expect
      .poll(logged)
      .toMatch(/refused: a new window .*example\.com\/"[^]*refused: another page/)
    expect(page.url()).toMatch(/^app:\/\/glyphlab\//)
    expect(electron.windows()).toHaveLength(1)
  })

  test('runs no code but its own, and reaches no network', async () => {
    const seen = await launched.page.evaluate(async () => {
      // In a task of its own: what the protocol runs directly may use eval whatever the policy says.
      const evaluated = new Promise((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what must not run
            resolve(String(new Function('return 1')))
          } catch (error) {
            resolve((error as Error).name)
          }
        }, 0)
      })
      const inline = new Promise((resolve) => {
        const listen = ({ blockedURI, violatedDirective }: SecurityPolicyViolationEvent) => {
          if (blockedURI !== 'inline') return
          document.removeEventListener('securitypolicyviolation', listen)
          resolve(violatedDirective)
        }
        document.addEventListener('securitypolicyviolation', listen)
        const script = Object.assign(document.createElement('script'), { textContent: 'bad = 1' })
        document.body.append(script)
        script.remove()
      })
      const fetched = fetch('https://example.com/').then(
        () => 'fetched',
        () => 'refused',
      )
      const permission = await Notification.requestPermission()
      return [await evaluated, await inline, 'bad' in window, await fetched, permission]
    })
    expect(seen).toEqual(['EvalError', 'script-src-elem', false, 'refused', 'denied'])
  })

  test('shows no page within the page, and gives neither place nor clipboard', async () => {
    const seen = await launched.page.evaluate(async () => {
      const refusedFrame = async (address: string) => {
        const refused = new Promise((resolve) => {
          document.addEventListener(
            'securitypolicyviolation',
            ({ violatedDirective }) => resolve(violatedDirective),
            { once: true },
          )
        })
        const frame = Object.assign(document.createElement('iframe'), { src: address })
        document.body.append(frame)
        const directive = await refused
        frame.remove()
        return directive
      }
      return {
        own: await refusedFrame('/'),
        other: await refusedFrame('https://example.com/'),
        // Without the tag's meaning it is an element that nobody knows.
        webview: document.createElement('webview').constructor === HTMLElement,
        clipboard: await navigator.clipboard.readText().catch(({ name }: Error) => name),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code }) => resolve(code),
          ),
        ),
      }
    })
    expect(seen).toEqual({
      own: 'frame-src',
      other: 'frame-src',
      webview: true,
      clipboard: 'NotAllowedError',
      place: 1,
    })
  })

  test('answers files of the window only', async () => {
    const seen = await launched.page.evaluate(() =>
      Promise.all(
        ['/', '/absent.js', '/..%2f..%2fpackage.json', '/%2e%2e/main/main.js'].map(async (path) => {
          const response = await fetch(path)
          return [path, response.status, response.headers.get('x-content-type-options')]
        }),
      ),
    )
    expect(seen).toEqual([
      ['/', 200, 'nosniff'],
      ['/absent.js', 404, 'nosniff'],
      ['/..%2f..%2fpackage.json', 403, 'nosniff'],
      ['/%2e%2e/main/main.js', 404, 'nosniff'],
    ])
  })

  test('saves what the page makes where the user says, and nothing else', async () => {
    const { electron, page } = launched
    const saved = join(home.folder, 'saved.csv')
    await electron.evaluate(({ session }, path) => {
      // Instead of the system's dialog.
      session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path))
    }, saved)
    await page.evaluate(() => {
      const save = (address: string) => {
        const link = Object.assign(document.createElement('a'), {
          href: address,
          download: 'a.csv',
        })
        document.body.append(link)
        link.click()
        link.remove()
      }
      save(URL.createObjectURL(new Blob(['epoch,loss'])))
      save('data:text/csv,other')
    })
    await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toBe('epoch,loss')
    await expect.poll(logged).toMatch(/refused: a download .*data:text/)
  })

  test('refuses a frame that is gone', async () => {
    const codes = await launched.electron.evaluate(async ({ BrowserWindow, ipcMain }) => {
      const [window] = BrowserWindow.getAllWindows()
      // What `ipcMain.handle` has registered, as Electron keeps it.
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<
        string,
        (event: object, ...words: readonly unknown[]) => void
      >
      const ask = (frameId: number) =>
        new Promise((resolve) => {
          const event = {
            sender: window?.webContents,
            frameId,
            _reply: resolve,
            _throw: (error: unknown) => resolve(String(error)),
          }
          handlers.get('glyphlab:request')?.(event, 'app.info', {})
        })
      return ask(-1)
    })
    expect(codes).toMatchObject({ ok: false, error: { code: 'sender-refused' } })
    await expect.poll(logged).toContain('a request from a frame that is gone')
  })

  test('is brought to the front by a second launch, which ends', async () => {
    const { electron } = launched
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect(await launchAgain({ home, display })).toBe(0)
    const isVisible = () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
    await expect.poll(isVisible).toBe(true)
    expect(electron.windows()).toHaveLength(1)
  })

  test('ends with its last process when it is closed, and opens where it was', async () => {
    const { electron, main } = launched
    const bounds = { x: 120, y: 90, width: 1200, height: 800 }
    await electron.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
      bounds,
    )
    const family = new ProcessFamily(main.pid ?? 0)
    await closeWindow(electron)
    expect(await endOf(main)).toEqual([0, null])
    expect(await family.leftAfter(20_000)).toEqual([])

    launched = await launch({ home, display })
    const again = () =>
      launched.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getBounds(),
      )
    expect(await again()).toEqual(bounds)
  })

  test('threw nothing', () => {
    // What it was refused above is said in the console.
    const others = launched.faults.filter((text) => !/^(Refused to|Failed to load)/.test(text))
    expect(others).toEqual([])
    expect(launched.output()).not.toMatch(/shim:|Unhandled/)
  })
})
