// `npm run package`: makes the installers of the system it runs on, in out/package.
import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build, Platform } from 'electron-builder'
import { COMMAND_LINE, ROOT, ensureBuilt } from '../bin/build.mjs'
import { APPLICATION, configuration } from './electron-builder.mjs'
import { writeLicences } from './licences.mjs'
import { shippedPackages } from './shipped-packages.mjs'
import { stage } from './stage.mjs'

const USAGE = `npm run package [-- --dir] [-- --config FILE]
  --dir          the application as a folder, no installers
  --config FILE  a module whose default export changes the configuration`

async function main() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(`${USAGE}\n`)
  await ensureBuilt()
  stage(APPLICATION, { built: join(ROOT, 'out', 'app') })
  writeLicences(shippedPackages(ROOT, join(ROOT, 'out', 'app')))
  const config = configuration(cpuRuntime())
  await build({
    targets: Platform.current().createTarget(values.dir ? 'dir' : undefined),
    projectDir: ROOT,
    config: values.config === undefined ? config : await changed(config, values.config),
  })
}

/** The one of this machine's cache, installed where it is not there yet: its version is the one that is pinned. */
function cpuRuntime() {
  const env = { ...process.env }
  // Somebody's own libraries are not what is shipped.
  delete env.GLYPHLAB_LIBTENSORFLOW
  const words = [COMMAND_LINE, '--json', 'runtime', 'install', 'cpu']
  const answer = execFileSync(process.execPath, words, {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(answer.toString('utf8')).runtime.folder
}

async function changed(config, file) {
  const { default: change } = await import(pathToFileURL(resolve(file)).href)
  return change(config)
}

await main()
