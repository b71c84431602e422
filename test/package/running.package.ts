import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readRunRecord } from '../../src-main/core/runs/run-record'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { drawWithMouse, linesOf } from '../browser/pen'
import { openDisplay, type Display } from '../electron/display'
import { ELECTRON } from '../electron/electron-binary'
import {
  closeWindow,
  drive,
  endOf,
  screenshot,
  screenshotOfFailure,
  type Launched,
} from '../electron/launch'
import { addFewStrokes, TrainScreen } from '../electron/train-screen'
import { ProcessFamily } from '../process-family'
import { makePackage } from './make-package'
import { makeOtherUser, type OtherUser } from './other-user'

const run = promisify(execFile)

// Installed where no installer would go wrong by accident: see its name. Each test goes on after the one before.
describe.skipIf(ELECTRON === null)('an installed application', () => {
  let parent: string
  let application: string
  let user: OtherUser
  let dataHome: string
  let display: Display
  let launched: Launched
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'glyphlab-package-'))
    ends.push(() => run('chmod', ['-R', 'u+w', parent]).then(() => rm(parent, { recursive: true })))
    await chmod(parent, 0o755)
    const output = join(parent, 'Zoë’s Ordner — 手書き')
    await mkdir(output)
    application = await makePackage('on-electron-9', output, ELECTRON ?? '')
    await run('chmod', ['-R', 'a-w,a+rX', output])
    user = await makeOtherUser()
    ends.push(() => user[Symbol.asyncDispose]())
    dataHome = join(user.home, '.local', 'share', 'glyphlab')
    await addFewStrokes({ folder: dataHome })
    await user.own(user.home)
    display = await openDisplay()
    ends.push(() => display[Symbol.asyncDispose]())
    const environment = {
      ...user.environment,
      DISPLAY: display.name,
      GLYPHLAB_TEST_NODE: process.execPath,
      ELECTRON_DISABLE_SECURITY_WARNINGS: '1',
    }
    const program = await user.starter(join(application, 'glyphlab'))
    launched = await drive(program, ['--no-sandbox', '--disable-gpu'], environment)
    ends.push(() => launched[Symbol.asyncDispose]())
  })
  const ends: (() => PromiseLike<unknown>)[] = []
  afterAll(async () => {
    for (const end of ends.toReversed()) await end()
  })

  // What follows a failure would only wait.
  let hasFailed = false
  beforeEach(({ skip }) => skip(hasFailed))
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    hasFailed = true
    for (const page of launched.electron.windows())
      await screenshotOfFailure(page, 'package-failure')
    console.error(launched.output(), await logged())
  })
  const logged = () => readFile(join(dataHome, 'logs', 'desktop.log'), 'utf8').catch(() => '')

  test('runs as another user, from a folder that nobody writes to', async () => {
    const seen = await launched.electron.evaluate(({ app }) => ({
      isPackaged: app.isPackaged,
      path: app.getAppPath(),
    }))
    expect(seen).toEqual({ isPackaged: true, path: join(application, 'resources', 'app.asar') })
    const status = await readFile(`/proc/${launched.main.pid ?? 0}/status`, 'utf8')
    expect(status).toMatch(process.getuid?.() === 0 ? /^Uid:\t65534\t65534/m : /^Uid:/m)
    if (process.getuid?.() !== 0)
      await expect(writeFile(join(application, 'written'), '')).rejects.toThrow('EACCES')
  })

  test('trains with the runtime that it brought, without an installation', async () => {
    const screen = new TrainScreen(launched.page)
    await screen.chooseTiny(2)
    await screen.press('Start')
    await screen.isSaid(/Finished/)
    await screenshot(launched.page, 'package-trained')
    const [name = ''] = await readdir(join(dataHome, 'runs'))
    expect(readRunRecord(runPaths(join(dataHome, 'runs', name))).status).toBe('finished')
    await expect(readdir(join(user.home, '.cache', 'glyphlab', 'runtime'))).rejects.toThrow(
      'ENOENT',
    )
  })

  test('reads a drawing with the network that it brought', async () => {
    const { page } = launched
    await page.keyboard.press('Alt+3')
    const sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
    await drawWithMouse(page, await linesOf(sheet, '2'))
    const answers = page.getByRole('list', { name: 'What it could be' }).getByRole('listitem')
    await expect.poll(() => answers.first().innerText(), { timeout: 20_000 }).toMatch(/^\s*2[^]*\d/)
    await screenshot(page, 'package-sketch')
  })

  test('has a command line, which knows the runtime', async () => {
    const program = await user.starter(join(application, 'resources', 'bin', 'glyphlab'))
    const env = { ...user.environment, GLYPHLAB_TEST_NODE: process.execPath }
    const { stdout: version } = await run(program, ['--version'], { env })
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/)
    const { stdout } = await run(program, ['--json', 'runtime', 'list'], { env })
    expect(JSON.parse(stdout)).toMatchObject({
      runtimes: [
        { variant: 'cpu', state: 'used', folder: join(application, 'resources', 'runtime', 'cpu') },
      ],
    })
  })

  test('ends, and leaves no process and no fault behind', async () => {
    const family = new ProcessFamily(launched.main.pid ?? 0)
    await closeWindow(launched.electron)
    expect(await endOf(launched.main)).toEqual([0, null])
    expect(await family.leftAfter(20_000)).toEqual([])
    expect(launched.faults).toEqual([])
    expect(await logged()).not.toMatch(/Z (warn|error)/)
  })
})
