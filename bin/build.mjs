// The build of a checkout: made where its sources have changed since, never seen half-made.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUT = join(ROOT, 'out')
/** Main process, preload and window: one folder, so that one rename brings all of them. */
const BUILT = join(OUT, 'app')
export const COMMAND_LINE = join(BUILT, 'main', 'cli.js')
const FINGERPRINT = 'sources.sha256'
const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

/** Ends the process with what is wrong where the sources do not build. */
export async function ensureBuilt() {
  const wanted = fingerprint()
  if (!isBuilt(wanted)) await build(wanted)
}

/** Changes with the path, size or time of any file that goes into the build. */
function fingerprint() {
  const hash = createHash('sha256')
  const visit = (path) => {
    const status = statSync(path)
    if (status.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (!path.endsWith('.test.ts')) hash.update(`${path} ${status.size} ${status.mtimeMs}\n`)
  }
  for (const source of SOURCES) visit(join(ROOT, source))
  return hash.digest('hex')
}

function isBuilt(wanted) {
  const file = join(BUILT, FINGERPRINT)
  return existsSync(file) && readFileSync(file, 'utf8') === wanted
}

/** Builds aside and swaps the whole in: neither two launches at once nor a kill leave half a build. */
async function build(wanted) {
  removeAbandonedBuilds()
  const folder = join(OUT, `build-${process.pid}`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const built = join(folder, 'app')
  await runElectronVite(built)
  writeFileSync(join(built, FINGERPRINT), wanted)
  while (!isBuilt(wanted)) {
    try {
      rmSync(join(folder, 'previous'), { recursive: true, force: true })
      if (existsSync(BUILT)) renameSync(BUILT, join(folder, 'previous'))
      renameSync(built, BUILT)
    } catch (error) {
      // Another launch swaps at this very moment: look again at what it left.
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

async function runElectronVite(outDir) {
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, interrupt)
  const parameters = ['build', '--ignoreConfigWarning', '--logLevel', 'warn', '--outDir', outDir]
  try {
    const options = { cwd: ROOT, signal: interruption.signal }
    await promisify(execFile)(process.execPath, [electronVite(), ...parameters], options)
  } catch (error) {
    if (interruption.signal.aborted) process.exit(130)
    fail(
      `${error.stdout}${error.stderr}glyphlab: the sources do not build. Correct them as said above.`,
    )
  }
  for (const signal of signals) process.off(signal, interrupt)
}

function electronVite() {
  try {
    const packageFile = createRequire(import.meta.url).resolve('electron-vite/package.json')
    return join(dirname(packageFile), 'bin', 'electron-vite.js')
  } catch {
    return fail('glyphlab: the dependencies are not installed. Run `npm ci` in the checkout.')
  }
}

/** A build that was killed leaves its folder behind, named after its process. */
function removeAbandonedBuilds() {
  for (const name of existsSync(OUT) ? readdirSync(OUT) : []) {
    const processId = /^build-(\d+)$/.exec(name)?.[1]
    if (processId !== undefined && !isRunning(Number(processId))) {
      rmSync(join(OUT, name), { recursive: true, force: true })
    }
  }
}

function isRunning(processId) {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
