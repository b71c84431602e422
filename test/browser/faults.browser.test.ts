import { createServer, connect, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addSmallDataset, makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { mayMountDisks, mountSmallDisk } from '../small-disk'
import { CHROMIUM, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { TrainPage } from './pages'
import { serve, type Served } from './served'

const canMount = mayMountDisks()

/** A cable between a browser and its server that can be pulled. */
interface Cable extends AsyncDisposable {
  readonly url: string
  pull(): Promise<void>
  plugIn(): Promise<void>
}

async function cableTo(url: string): Promise<Cable> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const listen = async (at: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket)
        socket.on('error', () => other.destroy()).on('close', () => sockets.delete(socket))
        socket.pipe(other)
      }
    })
    server.listen(at, hostname)
    await once(server, 'listening')
    return server
  }
  let server = await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const own = new URL(url)
  own.port = String(address.port)
  const pull = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    url: own.href,
    pull,
    plugIn: async () => {
      server = await listen(address.port)
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await pull()
    },
  }
}

describe.skipIf(CHROMIUM === null)('what can happen while a run trains', () => {
  let browser: Browser
  let home: TestHome
  let served: Served

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    await addSmallDataset(home, 'four-classes', 2500)
    served = await serve(home)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const pages = browser.contexts().flatMap((context) => context.pages())
    for (const [index, page] of pages.entries())
      await screenshotOfFailure(page, `faults-failed-${index}`).catch(() => undefined)
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function startRun(url: string): Promise<TrainPage> {
    const train = new TrainPage(await browser.newPage({ viewport: { width: 1440, height: 900 } }))
    await train.page.goto(url)
    await train.choosePreset('Tiny')
    await train.chooseDataset('four-classes')
    await train.field('Epochs').fill('500')
    await train.transport('Start').click()
    // Until then the curves may still be those of the run before.
    await train.state('Training').waitFor({ timeout: 30_000 })
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(0)
    return train
  }

  async function stopRun(train: TrainPage): Promise<void> {
    await train.transport('Stop').click()
    await train.page.getByRole('button', { name: 'Stop now' }).click()
    await train.state('Stopped').waitFor()
    await train.page.close()
  }

  const family = () => new ProcessFamily(served.child.pid ?? Number.NaN)

  test('a killed trainer is told with its cause, and the run goes on', async () => {
    const train = await startRun(served.url)
    const [trainer = Number.NaN] = family().named('trainer.js')
    process.kill(trainer, 'SIGKILL')
    await train.state('Failed').waitFor()
    await train.page
      .getByText(/killed, possibly out of memory/)
      .first()
      .waitFor()
    await screenshot(train.page, 'train-failed')
    const reached = await train.lastStep()
    await train.transport('Resume').click()
    await train.state('Training').waitFor()
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(reached)
    await stopRun(train)
  })

  test('a pulled cable is told, and the curves catch up once it is plugged in', async () => {
    await using cable = await cableTo(served.url)
    const train = await startRun(cable.url)
    await cable.pull()
    await train.page.getByText(/Reconnecting; every checkpoint is kept/).waitFor()
    await screenshot(train.page, 'connection-lost')
    const reached = await train.lastStep()
    await cable.plugIn()
    await train.page
      .getByText(/Reconnecting; every checkpoint is kept/)
      .waitFor({ state: 'detached' })
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(reached)
    await stopRun(train)
  })

  test('without TensorFlow Start is off, and Settings have what mends it', async () => {
    await using bare = await makeTestHome(undefined, false)
    await addSmallDataset(bare, 'four-classes')
    await using other = await serve(bare)
    const train = new TrainPage(await browser.newPage({ viewport: { width: 1440, height: 900 } }))
    await train.page.goto(other.url)
    await train.page.getByRole('button', { name: 'Install it in Settings' }).waitFor()
    expect(await train.transport('Start').isDisabled()).toBe(true)
    await screenshot(train.page, 'train-without-runtime')
    await train.page.getByRole('button', { name: 'Install it in Settings' }).click()
    await train.page
      .getByRole('button', { name: /^Install/ })
      .first()
      .waitFor()
    await screenshot(train.page, 'settings-without-runtime')
    await train.page.close()
  })

  test('an address of an earlier start is refused in words', async () => {
    const page = await browser.newPage()
    await page.goto(served.url.replace(/token=.*/, 'token=of-an-earlier-start'))
    await page.getByText(/This address does not open Glyphlab/).waitFor()
    await screenshot(page, 'connection-refused')
    await page.close()
  })

  test('a killed page loses nothing: another shows where the run is', async () => {
    const train = await startRun(served.url)
    const reached = await train.lastStep()
    const session = await train.page.context().newCDPSession(train.page)
    const crashed = new Promise((resolve) => train.page.once('crash', resolve))
    // Never answered: who would answer is gone.
    session.send('Page.crash').catch(() => undefined)
    await crashed
    const other = new TrainPage(await browser.newPage())
    await other.page.goto(served.url)
    await other.state('Training').waitFor()
    await expect.poll(() => other.lastStep(), { timeout: 30_000 }).toBeGreaterThan(reached)
    await stopRun(other)
  })

  test('a killed server leaves no process, and its run is there, paused', async () => {
    const train = await startRun(served.url)
    const before = family()
    expect(before.named('trainer.js')).toHaveLength(1)
    served.child.kill('SIGKILL')
    expect(await before.leftAfter(20_000)).toEqual([])
    await train.page.close()
    served = await serve(home)
    const again = new TrainPage(await browser.newPage())
    await again.page.goto(served.url)
    await again.state('Paused').waitFor()
    await again.transport('Resume').click()
    await again.state('Training').waitFor()
    await stopRun(again)
  })

  test.skipIf(!canMount)('a full disk ends the run with what is safe and what to do', async () => {
    using disk = mountSmallDisk('6m')
    await using full = await makeTestHome(disk.folder)
    await addSmallDataset(full, 'four-classes', 130)
    await using other = await serve(full)
    const train = new TrainPage(await browser.newPage())
    await train.page.goto(other.url)
    await train.chooseDataset('four-classes')
    await train.field('Batch size').fill('50')
    await train.transport('Start').click()
    await train.state('Failed').waitFor({ timeout: 60_000 })
    await train.page.getByText(/disk/).first().waitFor()
    await screenshot(train.page, 'disk-full')
    await train.page.close()
  })
})
