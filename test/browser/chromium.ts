import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { ARE_PICTURES_WANTED } from '../pictures'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser on this machine, or null: its tests are then skipped, and that is said. */
export const CHROMIUM = findChromium()

function findChromium(): string | null {
  const named = process.env['GLYPHLAB_TEST_CHROMIUM']
  const found = (named === undefined ? CANDIDATES : [named]).find((path) => existsSync(path))
  if (found === undefined)
    console.warn('SKIPPED: no Chromium on this machine; set GLYPHLAB_TEST_CHROMIUM')
  return found ?? null
}

/** A browser of its own, without a display, that asks nothing of the network. */
export async function launchChromium(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('there is no Chromium')
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

const SCREENSHOTS = join(import.meta.dirname, '../../out/screenshots/browser')

/** Keeps what the page shows in `out/screenshots/browser`, for people to look at, where they want to. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (ARE_PICTURES_WANTED) await screenshotOfFailure(page, name)
}

/** The same, whoever looks. */
export async function screenshotOfFailure(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
}

/** What went wrong in a page that nobody would see: errors thrown, and the policy of content violated. */
export function faultsOf(page: Page): readonly string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}
