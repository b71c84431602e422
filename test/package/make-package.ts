import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../electron/build-harness'

/**
 * Runs `npm run package -- --dir` with a configuration of this folder.
 * @param output the folder to make it in
 * @param electron the binary of Electron 9.4.1
 * @returns the folder of the application
 */
export async function makePackage(
  configuration: 'with-electron-9' | 'on-electron-9',
  output: string,
  electron: string,
): Promise<string> {
  const change = join('test', 'package', `${configuration}.mjs`)
  const words = ['build/package.mjs', '--dir', '--config', change]
  const env = {
    ...process.env,
    GLYPHLAB_TEST_ELECTRON: electron,
    GLYPHLAB_TEST_OUTPUT: output,
    // Else electron-builder links files rather than copy them, and whoever makes its output read-only makes these.
    VITEST: undefined,
    USE_HARD_LINKS: undefined,
    // Of this machine's user, not of a test.
    GLYPHLAB_HOME: undefined,
  }
  await promisify(execFile)(process.execPath, words, { cwd: ROOT, env })
  return join(output, 'linux-unpacked')
}
