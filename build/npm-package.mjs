// `npm run package:npm`: the command line and served mode as a package of npm, for machines without a display. What it
// imports comes along, so that nothing else is installed with it and no install script runs.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from '../bin/build.mjs'
import { LICENCES, writeLicences } from './licences.mjs'
import { ENTRIES } from './shipped-modules.mjs'
import { shippedPackages } from './shipped-packages.mjs'
import { ABOUT, stage } from './stage.mjs'

const FOLDER = join(ROOT, 'out', 'package', 'npm')
const COMMAND = "#!/usr/bin/env node\nimport '../out/app/main/cli.js'\n"
const BESIDE = ['README.md', 'LICENSE', 'resources']

await ensureBuilt()
const built = join(ROOT, 'out', 'app')
stage(FOLDER, {
  built,
  changes: {
    main: undefined,
    bin: ABOUT.bin,
    engines: ABOUT.engines,
    dependencies: Object.fromEntries(ENTRIES.map((name) => [name, ABOUT.dependencies[name]])),
    bundleDependencies: ENTRIES,
  },
  // The window's own half.
  isWanted: (path) => !/^(preload\b|main[\\/]main\.js$)/.test(path),
})
for (const name of BESIDE) cpSync(join(ROOT, name), join(FOLDER, name), { recursive: true })
writeLicences(shippedPackages(ROOT, built))
cpSync(LICENCES, join(FOLDER, 'THIRD_PARTY_LICENSES.txt'))
mkdirSync(join(FOLDER, 'bin'))
writeFileSync(join(FOLDER, ABOUT.bin.glyphlab), COMMAND, { mode: 0o755 })
// npm is a script of another kind on Windows, which only a shell starts.
const words = ['pack', '--pack-destination', '..', '--loglevel', 'error']
execFileSync('npm', words, { cwd: FOLDER, stdio: 'inherit', shell: process.platform === 'win32' })
