import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestHome } from '../data-home'
import { makeTrainedHome } from '../trained-home'
import { sidewaysScrollers, SMALL, tabStops, violationsOf, WIDE } from './accessibility'
import { CHROMIUM, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { drawWithMouse, linesOf } from './pen'
import { serve, type Served } from './served'

/** What is shown, and how one comes there from what was shown before. */
type States = readonly (readonly [name: string, come: () => Promise<void>])[]

describe.skipIf(CHROMIUM === null)(
  'Results, Runs, Data and Sketch can be used by everybody',
  () => {
    let browser: Browser
    let home: TestHome
    let served: Served
    let page: Page

    beforeAll(async () => {
      browser = await launchChromium()
      home = await makeTrainedHome(['--epochs', '2'], ['--epochs', '3', '--repeat', '2'])
      served = await serve(home)
      // The page's policy of content forbids what is put into it from outside.
      const context = await browser.newContext({ viewport: WIDE, bypassCSP: true })
      page = await context.newPage()
      page.setDefaultTimeout(30_000)
      await page.goto(served.url)
    })
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await screenshotOfFailure(page, 'accessibility-failed')
    })
    afterAll(async () => {
      await browser.close()
      await served[Symbol.asyncDispose]()
      await home[Symbol.asyncDispose]()
    })

    /** Names what is amiss in each state: by axe, in both themes, or since it is too wide for a small window. */
    async function amissIn(states: States): Promise<readonly string[]> {
      const amiss: string[] = []
      for (const [name, come] of states) {
        await page.setViewportSize(WIDE)
        await come()
        for (const one of await violationsOf(page, `accessibility-${name}`))
          amiss.push(`${name}, ${one}`)
        for (const [where, kept, size] of SMALL) {
          await page.setViewportSize(size)
          // Charts and lists are laid out anew with the next frames.
          await expect
            .poll(() => sidewaysScrollers(page))
            .toEqual([])
            .catch(async () => {
              amiss.push(`${name}, ${where}: ${(await sidewaysScrollers(page)).join('; ')}`)
            })
          await screenshot(page, `accessibility-${name}-${kept}`)
        }
      }
      await page.setViewportSize(WIDE)
      return amiss
    }

    /** Every control that shows and may be used, and that the Tab key does not come to; its name may still change. */
    async function unreached(): Promise<readonly string[]> {
      const reached = new Set((await tabStops(page)).map(({ name }) => name))
      const shown = await page
        .locator('main button, main a[href], main select, main input:not([type=radio])')
        .evaluateAll((controls) =>
          controls
            .filter(
              (control) =>
                control.getClientRects().length > 0 &&
                !control.matches(':disabled') &&
                // What lies in a list or a grid is come to by its arrows and keys.
                control.closest('[role=treegrid] [role=row], [role=grid], [role=tablist]') ===
                  null &&
                control.closest('[role=radiogroup]') === null,
            )
            .map((control) => {
              const labels = 'labels' in control ? control.labels : null
              const label = labels instanceof NodeList ? labels[0]?.textContent : null
              const name = control.getAttribute('aria-label') ?? label
              return (name ?? control.textContent).trim().replace(/\s+/g, ' ')
            }),
        )
      return shown.filter((name) => !reached.has(name))
    }

    test('Results, its images and its comparison', async () => {
      const grid = page.getByRole('grid', { name: /Confusion matrix/ })
      const drawer = page.getByRole('dialog', { name: 'Images of the cell' })
      await page.keyboard.press('Alt+2')
      await grid.waitFor()
      await expect.poll(unreached).toEqual([])
      expect(
        await amissIn([
          ['results', () => grid.waitFor()],
          [
            'results-cell',
            async () => {
              await page
                .getByRole('button', { name: /as .+:/ })
                .first()
                .click()
              await grid.focus()
              await page.keyboard.press('Enter')
              await drawer.getByRole('img').first().waitFor()
            },
          ],
          [
            'results-image',
            async () => {
              await drawer.getByRole('img').first().waitFor()
              await page.keyboard.press('Enter')
              await page.getByText('As the model sees it').waitFor()
            },
          ],
          [
            'results-mistakes',
            async () => {
              await page.keyboard.press('Escape')
              await page.keyboard.press('Escape')
              await page.getByRole('tab', { name: 'Mistakes' }).click()
              await page.getByRole('region', { name: 'Images by what was read' }).waitFor()
            },
          ],
          [
            'results-baseline',
            async () => {
              await page.getByRole('tab', { name: 'Against a baseline' }).click()
              await page.getByLabel('Baseline', { exact: true }).selectOption({ index: 3 })
              await page.getByText(/points \(95 % paired interval/).waitFor()
            },
          ],
        ]),
      ).toEqual([])
    })

    test('Runs, its comparison and its dialogs', async () => {
      const rows = page.getByRole('treegrid', { name: 'Runs' }).locator('[role=row][tabindex]')
      const ask = (key: string, title: string | RegExp) => async () => {
        await page.keyboard.press('Escape')
        await rows.first().focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.press(key)
        await page.getByRole('dialog', { name: title }).waitFor()
      }
      await page.keyboard.press('Alt+4')
      await rows.first().waitFor()
      await expect.poll(unreached).toEqual([])
      expect(
        await amissIn([
          ['runs', () => rows.first().waitFor()],
          [
            'runs-compared',
            async () => {
              await rows.first().focus()
              await page.keyboard.press('Control+a')
              await page.getByRole('heading', { name: 'What differs' }).waitFor()
            },
          ],
          ['runs-note', ask('e', 'Name, note and tags')],
          ['runs-delete', ask('Delete', /^Delete/)],
          [
            'runs-trash',
            async () => {
              await page.getByRole('button', { name: 'Delete', exact: true }).click()
              await page.getByText('No runs yet').waitFor()
              await page.getByRole('button', { name: 'Trash' }).click()
              await page.getByRole('list', { name: 'Deleted runs' }).waitFor()
            },
          ],
        ]),
      ).toEqual([])
      const back = page.getByRole('button', { name: /^Bring back/ })
      for (let left = await back.count(); left > 0; left--) {
        await expect.poll(() => back.count()).toBe(left)
        await back.first().press('Enter')
      }
      await page.getByText('Nothing is in the trash.').waitFor()
      await page.keyboard.press('Escape')
      await rows.first().waitFor()
    })

    test('Data, the images of a class and what is taken in', async () => {
      const classes = page.getByRole('grid', { name: 'Classes, with training images' })
      const csv = join(home.folder, 'letters.csv')
      await writeFile(csv, `${Array(785).fill('0').join(',')}\n`)
      await page.keyboard.press('Alt+5')
      await classes.waitFor()
      await page.getByText('No image of the test part is in the training part.').waitFor()
      await expect.poll(unreached).toEqual([])
      expect(
        await amissIn([
          ['data', () => classes.waitFor()],
          [
            'data-images',
            async () => {
              await classes.getByRole('gridcell').first().press('Enter')
              const images = page.getByRole('grid', { name: 'Images', exact: true })
              await images.getByRole('gridcell').nth(2).click()
              await page.getByText('1 image selected').waitFor()
            },
          ],
          [
            'data-import',
            async () => {
              await page.getByRole('button', { name: 'Add', exact: true }).click()
              const chooser = page.waitForEvent('filechooser')
              await page.getByRole('menuitem', { name: /^A file/ }).click()
              await (await chooser).setFiles(csv)
              await page.getByRole('dialog', { name: 'Take in a data set' }).waitFor()
            },
          ],
        ]),
      ).toEqual([])
      await page.keyboard.press('Escape')
    })

    test('Sketch, empty and read, by one model and by two', async () => {
      const sheet = page.getByRole('application', { name: /^Drawing square/ })
      const lists = page.getByRole('list', { name: 'What it could be' })
      const [, , small] = SMALL[0]
      const tab = (name: string) => async () => {
        await page.setViewportSize(small)
        await page.getByRole('tab', { name }).click()
      }
      await page.keyboard.press('Alt+3')
      await sheet.waitFor()
      await expect.poll(unreached).toEqual([])
      expect(
        await amissIn([
          ['sketch', () => sheet.waitFor()],
          [
            'sketch-read',
            async () => {
              await drawWithMouse(page, await linesOf(sheet, '2'))
              await lists.getByRole('listitem').nth(4).waitFor()
            },
          ],
          [
            'sketch-models',
            async () => {
              await page.getByRole('button', { name: 'Compare with another model' }).click()
              await page.getByRole('searchbox', { name: 'Find a run' }).waitFor()
            },
          ],
          [
            'sketch-compared',
            async () => {
              await page.getByRole('dialog').getByRole('button').nth(2).click()
              await lists.nth(1).getByRole('listitem').nth(4).waitFor()
            },
          ],
          [
            'sketch-narrow-kept',
            async () => {
              await tab('Wrong?')()
              await page.getByRole('button', { name: 'It is 3' }).click()
              await tab('Reading')()
              // On whatever tab one is.
              await page.getByText('Kept as 3.').waitFor()
            },
          ],
          [
            'sketch-narrow-recent',
            async () => {
              await tab('Recent')()
              await page.getByText('In My sketches: 1').waitFor()
            },
          ],
        ]),
      ).toEqual([])
      await expect.poll(unreached).toEqual([])
    })
  },
)
