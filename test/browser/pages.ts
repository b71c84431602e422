import type { Page } from 'playwright-core'

/** What a user finds on Train, by role and name. */
export class TrainPage {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000)
  }

  /** A button of the transport. */
  transport(name: 'Start' | 'Pause' | 'Resume' | 'Stop') {
    return this.page.getByRole('group', { name: 'Transport' }).getByRole('button', { name })
  }

  field(name: string) {
    return this.page.getByLabel(name, { exact: true })
  }

  /** What the run pane says of its state, beside its title. */
  state(words: string | RegExp) {
    const pill = this.page.getByRole('region', { name: 'Run' }).locator('header .pill')
    return pill.filter({ hasText: words })
  }

  async choosePreset(name: string): Promise<void> {
    await this.page.getByRole('radio', { name }).click()
  }

  async chooseDataset(title: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Data set' }).selectOption({ label: title })
  }

  /** The last step that the curves of training reach, as their summary has it; 0 before the first. */
  async lastStep(): Promise<number> {
    const figure = this.page.getByRole('img', { name: /^Loss/ }).first()
    const label = (await figure.count()) === 0 ? null : await figure.getAttribute('aria-label')
    const steps = [...(label ?? '').matchAll(/at step ([\d,]+)/g)].map(([, text = '']) =>
      Number(text.replaceAll(',', '')),
    )
    return Math.max(0, ...steps)
  }
}
