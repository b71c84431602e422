// `npm start`: opens the desktop application or, where Electron cannot run, serves its window to a browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { pathToFileURL } from 'node:url'
import { COMMAND_LINE, ROOT, ensureBuilt } from './build.mjs'

/** Not `require('electron')`, which begins to download. */
const ELECTRON = join(ROOT, 'node_modules', 'electron')
/** An end by a signal or for want of a library within this time is a start that failed. */
const STARTUP_MS = 5000

await ensureBuilt()
const words = process.argv.slice(2)
const obstacle = await open()
if (obstacle !== null) {
  process.stderr.write(`glyphlab: ${obstacle}; serving the same window to a browser instead.\n`)
  process.argv.splice(2, Infinity, 'serve', ...words)
  await import(pathToFileURL(COMMAND_LINE).href)
}

/** Runs the application to its end; says why where it cannot. */
async function open() {
  if (!hasDisplay()) return 'there is no display'
  const binary = electronBinary()
  if (binary !== null) return run(binary)
  if (!(await mayFetch())) return 'Electron is not here (`node node_modules/electron/install.js`)'
  const fetched = fetchElectron()
  return fetched === null ? 'Electron could not be fetched' : run(fetched)
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Where Electron's own installation has put it, or null. */
function electronBinary() {
  const pathFile = join(ELECTRON, 'path.txt')
  if (!existsSync(pathFile)) return null
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ELECTRON, 'dist')
  const binary = join(folder, readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

async function mayFetch() {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const question = 'The window needs Electron, about 120 MB from github.com. Fetch it now? [Y/n] '
  // Who breaks it off wants neither.
  terminal.once('SIGINT', () => process.exit(130))
  const answer = await terminal.question(question).catch(() => 'n')
  terminal.close()
  return /^(y(es)?)?$/i.test(answer.trim())
}

/** By its own installation. What that says of a failure is a stack: a line here says enough. */
function fetchElectron() {
  const parameters = [join(ELECTRON, 'install.js')]
  spawnSync(process.execPath, parameters, { stdio: ['ignore', process.stderr.fd, 'ignore'] })
  return electronBinary()
}

function run(binary) {
  // Some terminals set what would make Electron a plain Node.
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const application = spawn(binary, [ROOT, ...words], { stdio: 'inherit', env })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const handOn = (signal) => application.kill(signal)
    for (const signal of signals) process.on(signal, handOn)
    const end = (obstacle) => {
      for (const signal of signals) process.off(signal, handOn)
      resolve(obstacle)
    }
    application.once('error', (error) => end(`Electron does not start (${error.code})`))
    application.once('exit', (code, signal) => {
      const hasFailed = code === 127 || (signal !== null && !application.killed)
      if (hasFailed && performance.now() - startedMs < STARTUP_MS)
        return end(`Electron does not start (${signal ?? 'a library of the system is missing'})`)
      process.exitCode = code ?? 1
      end(null)
    })
  })
}
