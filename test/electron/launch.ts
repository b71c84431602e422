import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import type { TestHome } from '../data-home'
import { HARNESS_APP, MAIN_SHIMS, ROOT } from './build-harness'
import type { Display } from './display'
import { evaluateInPage } from './devtools'
import { ARE_PICTURES_WANTED } from '../pictures'
import { ELECTRON } from './electron-binary'

const SCREENSHOTS = join(ROOT, 'out', 'screenshots', 'electron')

/** The application, running, with its window. */
export interface Launched extends AsyncDisposable {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly main: ChildProcess
  /** Errors of the page that nobody would see. */
  readonly faults: readonly string[]
  /** What the main process has written. */
  readonly output: () => string
}

export interface LaunchOptions {
  readonly home: TestHome
  readonly display: Display
  /** What the user opens with it, in the system. */
  readonly files?: readonly string[]
}

function words({ home, files = [] }: LaunchOptions): string[] {
  const userData = `--user-data-dir=${join(home.folder, 'user-data')}`
  return ['--no-sandbox', '--disable-gpu', userData, '--require', MAIN_SHIMS, HARNESS_APP, ...files]
}

function environment({ home, display }: LaunchOptions): Record<string, string> {
  const set = {
    ...home.environment,
    DISPLAY: display.name,
    GLYPHLAB_TEST_NODE: process.execPath,
    // It tries eval in the page, and that shows as a violation of the policy.
    ELECTRON_DISABLE_SECURITY_WARNINGS: '1',
  }
  return Object.fromEntries(
    Object.entries(set).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  )
}

function electronBinary(): string {
  if (ELECTRON === null) throw new Error('there is no Electron')
  return ELECTRON
}

export function launch(options: LaunchOptions): Promise<Launched> {
  return drive(electronBinary(), words(options), environment(options))
}

/** Any program that is the application. */
export async function drive(
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<Launched> {
  const electron = await _electron.launch({ executablePath: program, args, env, timeout: 20_000 })
  const main = electron.process()
  let output = ''
  for (const stream of [main.stdout, main.stderr])
    stream?.on('data', (piece: Buffer) => (output += piece.toString('utf8')))
  const page = await electron.firstWindow().catch(async (error: unknown) => {
    await kill(main)
    throw new Error(`no window opens: ${output}`, { cause: error })
  })
  page.setDefaultTimeout(30_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return {
    electron,
    page,
    main,
    faults,
    output: () => output,
    [Symbol.asyncDispose]: () => kill(main),
  }
}

/**
 * The application without a driver, for what a driver gets in the way of: one that waits for each new target
 * keeps a page from coming back after its process was killed.
 */
export interface Undriven extends AsyncDisposable {
  readonly main: ChildProcess
  readonly output: () => string
  /** Of the page that is there now. */
  readonly evaluate: (expression: string) => Promise<unknown>
}

export async function launchUndriven(options: LaunchOptions): Promise<Undriven> {
  const main = spawn(electronBinary(), ['--remote-debugging-port=0', ...words(options)], {
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const port = await new Promise<string>((resolve, reject) => {
    const listen = (piece: Buffer) => {
      output += piece.toString('utf8')
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    main.stdout.on('data', listen)
    main.stderr.on('data', listen)
    main.once('exit', () => reject(new Error(`Electron does not start: ${output}`)))
  })
  return {
    main,
    output: () => output,
    evaluate: (expression) => evaluateInPage(port, expression),
    [Symbol.asyncDispose]: () => kill(main),
  }
}

/** A second launch of the same application: its exit code. */
export async function launchAgain(options: LaunchOptions): Promise<unknown> {
  const child = spawn(electronBinary(), words(options), {
    env: environment(options),
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

async function kill(main: ChildProcess): Promise<void> {
  if (hasEnded(main)) return
  const exited = once(main, 'exit')
  main.kill('SIGKILL')
  await exited
}

/** As its user does: a page that closes itself is not asked. */
export async function closeWindow(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    // When the debugger has got its answer: it would be in the middle of an end.
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 50)
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** Resolves with exit code and signal. */
export async function endOf(child: ChildProcess): Promise<readonly [unknown, unknown]> {
  if (!hasEnded(child)) await once(child, 'exit')
  return [child.exitCode, child.signalCode]
}

/** Keeps what the window shows in `out/screenshots/electron`, for people to look at, where they want to. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (ARE_PICTURES_WANTED) await screenshotOfFailure(page, name)
}

/** The same, whoever looks. */
export async function screenshotOfFailure(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  let isDone = false
  const taken = page
    .screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
    .finally(() => (isDone = true))
  // An idle page of this Chromium at times draws no frame to take: make it draw.
  for (let turn = 0; ; turn += 1) {
    await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, 200))])
    if (isDone) break
    await page.evaluate(
      (opacity) => {
        document.documentElement.style.opacity = opacity
      },
      turn % 2 === 0 ? '0.999' : '',
    )
  }
  await page.evaluate(() => (document.documentElement.style.opacity = ''))
}
