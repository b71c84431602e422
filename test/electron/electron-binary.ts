import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FETCHED = fileURLToPath(
  new URL('../../node_modules/.cache/glyphlab/electron-9.4.1/electron', import.meta.url),
)
const XVFB = '/usr/bin/Xvfb'

/** Electron 9.4.1 where this machine can show it (`test/electron/fetch-electron.sh`), or null: said, then. */
export const ELECTRON = findElectron()

function findElectron(): string | null {
  const binary = process.env['GLYPHLAB_TEST_ELECTRON'] ?? FETCHED
  const lacking = [binary, XVFB].filter((path) => !existsSync(path))
  if (lacking.length === 0) return binary
  console.warn(`SKIPPED: tests in Electron, for want of ${lacking.join(' and ')}`)
  return null
}
