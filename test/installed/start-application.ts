import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chromium, type Page } from 'playwright-core'
import { z } from 'zod'

const targetsSchema = z.array(z.object({ type: z.string() }))

/** The application, running, with its window. */
export interface Started extends AsyncDisposable {
  readonly main: ChildProcess
  readonly page: Page
  /** What it has written. */
  readonly output: () => string
}

export interface StartOptions {
  readonly environment: NodeJS.ProcessEnv
  /** For the caches of the browser within. */
  readonly userData: string
  readonly words?: readonly string[]
}

/** Starts the program. Its output is kept, since on Windows a program with a window writes to nobody else. */
export function startProgram(program: string, { environment, userData, words = [] }: StartOptions) {
  const parameters = [`--user-data-dir=${userData}`, '--remote-debugging-port=0', ...words]
  const main = spawn(program, parameters, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [main.stdout, main.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { main, output: () => output }
}

/**
 * Starts the program and takes hold of its window as a debugger of the page: its main process, with the fuse for that
 * blown, lets nobody in.
 */
export async function startApplication(program: string, options: StartOptions): Promise<Started> {
  const { main, output } = startProgram(program, options)
  const endpoint = () => /DevTools listening on (ws:\S+)/.exec(output())?.[1]
  await until(() => endpoint() !== undefined || hasEnded(main), 60_000)
  const address = endpoint() ?? failed(output())
  await until(async () => hasEnded(main) || (await hasPage(address)), 60_000)
  const browser = await chromium.connectOverCDP(address)
  const [page = failed(`it has no window: ${output()}`)] = browser
    .contexts()
    .flatMap((context) => context.pages())
  page.setDefaultTimeout(30_000)
  return {
    main,
    page,
    output,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      if (hasEnded(main)) return
      const exited = once(main, 'exit')
      main.kill('SIGKILL')
      await exited
    },
  }
}

/** Whether its window is there: a browser that is connected to before is not told of later ones by every Electron. */
async function hasPage(address: string): Promise<boolean> {
  const response = await fetch(`http://${new URL(address).host}/json/list`)
  return targetsSchema.parse(await response.json()).some(({ type }) => type === 'page')
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** Resolves when it is so, or when the time is over. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await isSo()) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100))
}

function failed(reason: string): never {
  throw new Error(`the application does not start: ${reason}`)
}
