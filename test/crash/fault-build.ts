import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the command line with its fault points switched on; answers the file to run. */
export async function buildWithFaultPoints(folder: string): Promise<string> {
  const packageFile = createRequire(import.meta.url).resolve('electron-vite/package.json')
  const electronVite = join(dirname(packageFile), 'bin', 'electron-vite.js')
  await promisify(execFile)(
    process.execPath,
    [electronVite, 'build', '--ignoreConfigWarning', '--logLevel', 'warn', '--outDir', folder],
    { cwd: ROOT, env: { ...process.env, GLYPHLAB_FAULT_POINTS: '1' } },
  )
  return join(folder, 'main', 'cli.js')
}
