import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportRun } from '../../src-main/core/runs/portable/export-run'
import { makeWholeRun } from '../../src-main/core/runs/portable/made-whole-run.test-helper'
import { makeTestHome, type TestHome } from '../data-home'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import { launch, launchAgain, screenshot, type Launched } from './launch'

const RUN = '20260101-000000-tiny-aaaa'

describe.skipIf(ELECTRON === null)('the file of a run that is opened in the system', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  const file = (name: string) => join(home.folder, name)
  beforeAll(async () => {
    home = await makeTestHome()
    const folder = await makeWholeRun(join(home.folder, 'elsewhere'), RUN)
    await exportRun(folder, file('run.glyphlab'))
    await writeFile(file('broken.glyphlab'), 'no run')
    display = await openDisplay()
    launched = await launch({ home, display, files: [file('run.glyphlab')] })
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('starts the application, which asks, takes the run in and shows it', async () => {
    const { page } = launched
    await page.click('text=Import this run?')
    expect(await readdir(join(home.folder, 'runs')).catch(() => [])).toEqual([])
    await screenshot(page, 'opened-file')
    await page.click('.dialog >> text=/^Import$/')
    await page.waitForSelector(`text=Imported ${RUN}.`)
    await page.waitForSelector('.line.current >> text=Δοκιμή')
    expect(await readdir(join(home.folder, 'runs'))).toEqual([RUN])
  })

  test('goes to the application that is there already, and is refused in place', async () => {
    const { page } = launched
    await page.click('text=Train')
    expect(await launchAgain({ home, display, files: [file('broken.glyphlab')] })).toBe(0)
    await page.waitForSelector('.dialog >> text=/broken.glyphlab/')
    // What is opened and gone by the time it is wanted is no fault, either.
    await rename(file('broken.glyphlab'), file('moved.glyphlab'))
    await page.click('.dialog >> text=/^Import$/')
    await page.waitForSelector('.note >> text=/broken.glyphlab: it cannot be read/')
    expect(await readdir(join(home.folder, 'runs'))).toEqual([RUN])
    expect(launched.faults).toEqual([])
  })
})
