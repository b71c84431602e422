import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { makeStrokesFolder } from '../../src-main/core/datasets/make-strokes-folder'
import type { TestHome } from '../data-home'

/** Pen strokes so few that an epoch takes about a second. */
export async function addFewStrokes(home: Pick<TestHome, 'folder'>): Promise<void> {
  const recipe = { trainPerClass: 120, testPerClass: 10, seed: 1 }
  await makeStrokesFolder(join(home.folder, 'datasets', 'strokes'), recipe)
}

/** What a user does on the screen Train, and sees there. */
export class TrainScreen {
  readonly #transport: Locator
  readonly #state: Locator

  constructor(private readonly page: Page) {
    this.#transport = page.getByRole('group', { name: 'Transport' })
    this.#state = page.getByRole('region', { name: 'Run' }).locator('header .pill')
  }

  async chooseTiny(epochs: number): Promise<void> {
    await this.page.getByRole('radio', { name: 'Tiny' }).check()
    await this.setEpochs(epochs)
  }

  async setEpochs(epochs: number): Promise<void> {
    const field = this.page.getByLabel('Epochs', { exact: true })
    await field.fill(String(epochs))
    await field.press('Tab')
  }

  async press(name: 'Start' | 'Pause' | 'Resume' | 'Stop'): Promise<void> {
    await this.#transport.getByRole('button', { name, exact: true }).click()
  }

  /** Waits for the words beside the run's title. */
  async isSaid(words: RegExp): Promise<void> {
    await this.#state.filter({ hasText: words }).waitFor({ timeout: 40_000 })
  }

  /** The last step that the curve of the loss shows. */
  async lastStep(): Promise<number> {
    const summary = this.page.locator('canvas[role=img]').first()
    const label = (await summary.count()) === 0 ? '' : await summary.getAttribute('aria-label')
    const steps = [...(label ?? '').matchAll(/at step ([\d,]+)/g)]
    return Number(steps.at(-1)?.[1]?.replaceAll(',', '') ?? 0)
  }
}
