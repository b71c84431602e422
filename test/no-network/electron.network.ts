import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestHome } from '../data-home'
import { ELECTRON } from '../electron/electron-binary'
import { openDisplay, type Display } from '../electron/display'
import { closeWindow, endOf, launch, type Launched } from '../electron/launch'
import { TrainScreen } from '../electron/train-screen'
import { makeTrainedHome } from '../trained-home'
import { IS_WITHOUT_NETWORK, Trace } from './trace'

describe.skipIf(!IS_WITHOUT_NETWORK || ELECTRON === null)('the desktop application', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  let trace: Trace
  beforeAll(async () => {
    home = await makeTrainedHome(['--epochs', '1'])
    display = await openDisplay()
    trace = new Trace(join(home.folder, 'trace.txt'))
    // For traced-electron.sh, which run.mjs has put in the place of Electron.
    const environment = { ...home.environment, GLYPHLAB_TEST_TRACE: trace.file }
    launched = await launch({ home: { ...home, environment }, display })
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('trains, shows every screen and ends without turning to anybody', async () => {
    const { page, electron, main } = launched
    const screen = new TrainScreen(page)
    await screen.chooseTiny(2)
    await screen.press('Start')
    await screen.isSaid(/Finished|Stopped early/)
    await page.getByRole('button', { name: 'See results' }).click()
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
    for (const [key, heading] of [
      ['Alt+4', 'Runs'],
      ['Alt+5', 'Data'],
      ['Alt+6', 'Settings'],
    ] as const) {
      await page.keyboard.press(key)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    }
    await closeWindow(electron)
    expect(await endOf(main)).toEqual([0, null])
    expect(await trace.outwardCalls()).toEqual([])
  })
})
