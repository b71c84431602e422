// The application of test/electron/harness, packaged to run: what it needs of today's Electron comes first of all.
import { cpSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../bin/build.mjs'
import { stage } from '../../build/stage.mjs'
import withElectron9 from './with-electron-9.mjs'

const SHIMS = join(ROOT, 'test', 'electron', 'harness', 'main-shims')

export default async function onElectron9(configuration) {
  const app = join(ROOT, 'out', 'package', 'electron-9')
  stage(app, {
    built: join(ROOT, 'out', 'electron-9', 'app'),
    changes: { type: 'commonjs', main: 'out/app/main/main.js' },
  })
  const target = join(app, 'out', 'app')
  await bundleShims(join(target, 'shims'))
  for (const name of ['utility-process.js', 'codec.js'])
    cpSync(join(SHIMS, name), join(target, 'shims', name))
  const main = join(target, 'main')
  for (const name of ['main.js', 'cli.js'])
    renameSync(join(main, name), join(main, `lowered-${name}`))
  writeFileSync(
    join(main, 'main.js'),
    "require('../shims/index.js')\nrequire('./lowered-main.js')\n",
  )
  cpSync(join(import.meta.dirname, 'cli-on-node.js'), join(main, 'cli.js'))
  const product = withElectron9(configuration)
  return {
    ...product,
    directories: { ...product.directories, app },
    // Utility processes run on the system's Node here, which reads no archive.
    asarUnpack: ['out/app/main/**', 'out/app/shims/**', 'out/app/package.json', 'node_modules/**'],
  }
}

/** With core-js, in one file. */
function bundleShims(outDir) {
  return build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node11',
      outDir,
      rolldownOptions: {
        input: join(SHIMS, 'index.js'),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'index.js' },
      },
    },
  })
}
