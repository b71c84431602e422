import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode, encode } from 'fast-png'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import type { TestHome } from '../data-home'
import { writeMadePredictions } from '../made-predictions'
import { makeTrainedHome } from '../trained-home'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import { launch, screenshot, screenshotOfFailure, type Launched } from './launch'

// One application for all: each test goes on from the screen where the one before has left it.
describe.skipIf(ELECTRON === null)('the screens in Electron', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  let page: Page
  beforeAll(async () => {
    home = await makeTrainedHome(['--epochs', '2'], ['--epochs', '3', '--seed', '2'])
    display = await openDisplay()
    launched = await launch({ home, display })
    page = launched.page
    await page.locator('#app > *').first().waitFor()
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    await screenshotOfFailure(page, 'screens-failed')
    console.error(launched.output(), await logged())
  })

  const logged = () => readFile(join(home.folder, 'logs', 'desktop.log'), 'utf8').catch(() => '')
  const runsKept = async () => (await readdir(join(home.folder, 'runs'))).length
  const corrections = async () => (await openDataset('strokes', { home: home.folder })).corrections

  /** As its user chooses it in the menu. */
  async function chooseInMenu(id: string): Promise<void> {
    await launched.electron.evaluate(({ BrowserWindow, Menu }, id) => {
      const [window] = BrowserWindow.getAllWindows()
      Menu.getApplicationMenu()?.getMenuItemById(id)?.click(undefined, window, window?.webContents)
    }, id)
  }
  /** What the system's dialog for files answers from now on. */
  async function answerFileDialog(path: string | null): Promise<void> {
    await launched.electron.evaluate(({ dialog }, path) => {
      const filePaths = path === null ? [] : [path]
      dialog.showOpenDialog = () => Promise.resolve({ canceled: path === null, filePaths })
    }, path)
  }

  test('are reached from the menu', async () => {
    for (const [id, heading] of [
      ['runs', 'Runs'],
      ['settings', 'Settings'],
      ['data', 'Data'],
      ['train', 'Experiment'],
    ] as const) {
      await chooseInMenu(id)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    }
    await chooseInMenu('results')
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
  })

  test('Results takes predictions that were made elsewhere', async () => {
    const file = join(home.folder, 'pytorch.csv')
    const { dataset } = await openDataset(join(home.folder, 'datasets', 'strokes'))
    await writeMadePredictions(file, dataset)
    await page.getByRole('button', { name: /choose another measurement/ }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add predictions (CSV)…' }).click()
    await (await chooser).setFiles(file)
    const dialog = page.getByRole('dialog', { name: 'Add predictions' })
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Predictions made elsewhere').first().waitFor()
    await page.getByRole('grid', { name: /Confusion matrix/ }).waitFor()
    await screenshot(page, 'results-predictions')
  })

  test('Results saves the matrix where its user says, and copies the table', async () => {
    const { electron } = launched
    const saved = join(home.folder, 'матрица.png')
    await electron.evaluate(({ session }, path) => {
      // Instead of the system's dialog.
      session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path))
    }, saved)
    await page.getByRole('button', { name: 'Save the matrix' }).click()
    await page.getByRole('menuitem', { name: 'Picture, PNG' }).click()
    const widthSaved = async () => decode(await readFile(saved)).width
    await expect.poll(() => widthSaved().catch(() => 0)).toBeGreaterThan(800)

    await page.getByRole('button', { name: 'Copy or save the table' }).click()
    await page.getByRole('menuitem', { name: 'Copy as LaTeX' }).click()
    const copied = () => electron.evaluate(({ clipboard }) => clipboard.readText())
    await expect.poll(copied).toMatch(/\\toprule[^]*\\bottomrule/)
  })

  test('Runs stars a run, deletes it, and takes that back', async () => {
    await chooseInMenu('runs')
    const rows = page.getByRole('treegrid', { name: 'Runs' }).locator('[role=row][tabindex]')
    await rows.first().click()
    await page.keyboard.press('f')
    await rows
      .first()
      .getByRole('button', { name: /^Take the star off/ })
      .waitFor()
    await screenshot(page, 'runs')
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('1 run in the trash.').waitFor()
    await expect.poll(() => rows.count()).toBe(1)
    expect(await runsKept()).toBe(1)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => rows.count()).toBe(2)
    expect(await runsKept()).toBe(2)
  })

  test('Data shows a class, and an image is excluded and comes back', async () => {
    await chooseInMenu('data')
    await page.getByText('60 images of each class').first().waitFor()
    await screenshot(page, 'data')
    expect(await foldersShown()).toEqual([join(home.folder, 'datasets', 'strokes')])
    const grid = page.getByRole('grid', { name: 'Classes, with training images' })
    await grid.getByRole('gridcell').first().focus()
    await page.keyboard.press('Enter')
    const images = page.getByRole('grid', { name: 'Images', exact: true })
    await images.getByRole('gridcell').nth(2).click()
    await page.getByRole('button', { name: 'Exclude' }).click()
    await page.getByText('1 image excluded from training and measuring.').waitFor()
    await expect.poll(corrections).toMatchObject({ excluded: 1, relabelled: 0 })
    await screenshot(page, 'data-excluded')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(corrections).toBeNull()
    await page.getByRole('button', { name: 'All classes' }).click()
  })

  test('Data takes in a folder that was chosen in the dialog of the system', async () => {
    const folder = join(home.folder, 'Мои буквы')
    await writePictures(folder)
    await answerFileDialog(null)
    await chooseFolderToTakeIn()
    await answerFileDialog(folder)
    await chooseFolderToTakeIn()
    const dialog = page.getByRole('dialog', { name: 'Take in a data set' })
    await dialog.getByText(/The folder Мои буквы with 40 files/).waitFor()
    await screenshot(page, 'data-import')
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('letters')
    await dialog.getByRole('button', { name: 'Take it in', exact: true }).click()
    await page.getByText('“letters” is here').waitFor()
    await page.getByRole('link', { name: 'Show it' }).click()
    await page.getByRole('heading', { name: 'letters' }).waitFor()
    await screenshot(page, 'data-imported')
    expect(existsSync(folder)).toBe(true)
  })

  /** Which folders the system is asked to show. */
  async function foldersShown(): Promise<unknown> {
    const shown = await launched.electron.evaluateHandle(({ shell }) => {
      const paths: string[] = []
      shell.openPath = (path) => {
        paths.push(path)
        return Promise.resolve('')
      }
      return paths
    })
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Show files' }).click()
    await expect.poll(() => shown.evaluate(({ length }) => length)).toBeGreaterThan(0)
    return shown.jsonValue()
  }

  async function chooseFolderToTakeIn(): Promise<void> {
    const card = page.getByRole('article', { name: 'Import' })
    await card.getByRole('button', { name: 'Choose…' }).click()
    await page.getByRole('menuitem', { name: /^A folder/ }).click()
  }

  test('threw nothing', async () => {
    expect(launched.faults).toEqual([])
    expect(launched.output()).not.toMatch(/shim:|Unhandled/)
    expect(await logged()).not.toMatch(/Z (warn|error)/)
  })
})

/** Twenty pictures of each of two letters, no two of them equal. */
async function writePictures(folder: string): Promise<void> {
  for (const [name, slope] of [
    ['A', 1],
    ['B', 0],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true })
    for (let picture = 0; picture < 20; picture++) {
      const data = new Uint8Array(40 * 40).fill(255)
      for (let at = 0; at < 8 + picture; at++) data[(8 + at) * 40 + 8 + at * slope] = 0
      const png = encode({ width: 40, height: 40, data, channels: 1 })
      await writeFile(join(folder, name, `${picture}.png`), png)
    }
  }
}
