import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ELECTRON } from './electron-binary'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The product, built for Electron 9. */
export const HARNESS_APP = join(ROOT, 'out', 'electron-9', 'app')
export const MAIN_SHIMS = join(ROOT, 'test', 'electron', 'harness', 'main-shims', 'index.js')

const CONFIG = 'test/electron/harness/electron.vite.config.ts'

/** Once, before all tests in Electron. */
export default async function buildHarness(): Promise<void> {
  if (ELECTRON === null) return
  const vite = createRequire(import.meta.url).resolve('electron-vite/package.json')
  const program = join(dirname(vite), 'bin', 'electron-vite.js')
  const words = ['build', '--ignoreConfigWarning', '--logLevel', 'warn', '--config', CONFIG]
  await promisify(execFile)(process.execPath, [program, ...words], { cwd: ROOT })
}
