import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConnections } from '../../src-main/core/connections/ledger'
import { readRunRecord } from '../../src-main/core/runs/run-record'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { drawWithMouse, linesOf } from '../browser/pen'
import { TrainScreen } from '../electron/train-screen'
import { findInstallation } from './installation'
import { hasEnded, startApplication, until, type Started } from './start-application'

const run = promisify(execFile)
const SCREENSHOTS = join(import.meta.dirname, '../../out/screenshots/installed')

// One journey on a data home with nothing in it: each test goes on after the one before.
describe('an installed Glyphlab', () => {
  const installation = findInstallation()
  let home: string
  let environment: NodeJS.ProcessEnv
  let started: Started | undefined
  let screen: TrainScreen
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'glyphlab-installed-'))
    environment = { ...process.env, GLYPHLAB_HOME: home }
  })
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]()
    await rm(home, { recursive: true, force: true, maxRetries: 10 })
  })

  // What follows a failure would only wait.
  let hasFailed = false
  beforeEach(({ skip }) => skip(hasFailed))
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    hasFailed = true
    const shown = await started?.page.evaluate('document.body.innerText')
    console.error(started?.output(), await logged().catch(() => 'no log'), shown)
    mkdirSync(SCREENSHOTS, { recursive: true })
    const path = join(SCREENSHOTS, 'failure.png')
    await started?.page.screenshot({ path, timeout: 5000 }).catch(() => undefined)
  })

  const glyphlab = (...words: readonly string[]) =>
    run(`"${installation.launcher}"`, words, { env: environment, shell: true })
  const logged = () => readFile(join(home, 'logs', 'desktop.log'), 'utf8')
  function here(): Started {
    if (started === undefined) throw new Error('the application was not started')
    return started
  }

  test('has its command line, which finds the TensorFlow that came along', async () => {
    expect((await glyphlab('--version')).stdout).toMatch(/^\d+\.\d+\.\d+/)
    await glyphlab('data', 'make', 'strokes', '--train-per-class', '120', '--test-per-class', '10')
    await glyphlab('train', '--dataset', 'strokes', '--model', 'tiny', '--epochs', '1')
    expect((await glyphlab('--json', 'runs')).stdout).toContain('"finished"')
    // Nothing was fetched for it.
    expect(await readConnections(home)).toEqual([])
  })

  test('opens its window', async () => {
    const userData = join(home, 'window')
    started = await startApplication(installation.program, { environment, userData })
    screen = new TrainScreen(started.page)
    await started.page.getByRole('heading', { name: 'Experiment', level: 1 }).waitFor()
  })

  test('trains: started, paused, gone on with, finished', async () => {
    await screen.chooseTiny(12)
    await screen.press('Start')
    await screen.isSaid(/Training/)
    await expect.poll(() => screen.lastStep(), { timeout: 60_000 }).toBeGreaterThan(0)
    await screen.press('Pause')
    await screen.isSaid(/Paused/)
    await screen.press('Resume')
    const { page } = here()
    await page.getByRole('button', { name: 'See results' }).waitFor({ timeout: 200_000 })
    await screen.isSaid(/Finished|Stopped early/)
    const runs = (await readdir(join(home, 'runs'))).sort()
    const record = readRunRecord(runPaths(join(home, 'runs', runs.at(-1) ?? '')))
    expect(record.status).toBe('finished')
  })

  test('shows the results, and the images behind them', async () => {
    const { page } = here()
    await page.getByRole('button', { name: 'See results' }).click()
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
    await page.getByRole('region', { name: 'Most confused' }).getByRole('button').first().click()
    await page.getByRole('grid', { name: /Confusion matrix/ }).press('Enter')
    await page
      .getByRole('dialog', { name: 'Images of the cell' })
      .getByRole('img')
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
  })

  test('reads what is drawn, by the model that came along', async () => {
    const { page } = here()
    await page.keyboard.press('Alt+3')
    const sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
    await drawWithMouse(page, await linesOf(sheet, '2'))
    const answers = page.getByRole('list', { name: 'What it could be' }).first()
    await expect
      .poll(() => answers.getByRole('listitem').first().innerText(), { timeout: 30_000 })
      .toMatch(/^\s*2/)
  })

  test('finds every link of its chain sound', async () => {
    const { page } = here()
    await page.keyboard.press('Alt+6')
    await page
      .getByRole('button', { name: /^Check/ })
      .first()
      .click()
    await page
      .getByText(/ms a step/)
      .first()
      .waitFor({ timeout: 120_000 })
  })

  test('logs nothing amiss, and ends with its window and all its processes', async () => {
    const { page, main } = here()
    await page.evaluate('window.close()').catch(() => undefined)
    await until(() => hasEnded(main), 30_000)
    expect(main.exitCode).toBe(0)
    expect(await logged()).not.toMatch(/Z (warn|error)/)
    await expect.poll(processesLeft, { timeout: 15_000 }).toEqual([])
  })

  /** Command lines of what still runs out of the installation's folder, and on Linux programs: a helper is `/proc/self/exe`. */
  async function processesLeft(): Promise<readonly string[]> {
    const [program, ...words] =
      process.platform === 'win32'
        ? ['powershell', '-NoProfile', '-Command', 'Get-Process | % Path']
        : ['sh', '-c', 'ps -axo command; readlink /proc/[0-9]*/exe; true']
    const { stdout } = await run(program ?? '', words, { maxBuffer: 2 ** 24 })
    return stdout.split(/\r?\n/).filter((line) => line.startsWith(installation.folder))
  }
})
