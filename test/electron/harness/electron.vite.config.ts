import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, mergeConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import product from '../../../electron.vite.config'
import { chromium83Css } from './chromium-83-css'

// The product's build, lowered for Electron 9.4.1 (Node 12, Chromium 83): see README.md beside this file.

const out = (name: string) => resolve('out/electron-9/app', name)

/** Puts imports before an entry, so that the product's source names none of them. */
function importFirst(entry: string, ...imports: readonly string[]): Plugin {
  return {
    name: 'import-first',
    enforce: 'pre',
    transform(code, id) {
      if (id !== resolve(entry)) return null
      const lines = imports.map((name) => `import ${JSON.stringify(name)};`)
      return { code: lines.join('') + code, map: null }
    },
  }
}

/** Gives the page files' paths in place of files; see `page-shims/paths.js`. */
const bridgeWithPaths: Plugin = {
  name: 'bridge-with-paths',
  enforce: 'pre',
  transform(code, id) {
    if (id !== resolve('src-renderer/bridge/connect.ts')) return null
    const changed = code.replace('window.glyphlab', 'withPaths(window.glyphlab)')
    if (changed === code) throw new Error('nothing takes the bridge from its window any more')
    const shim = JSON.stringify(resolve('test/electron/harness/page-shims/paths.js'))
    return { code: `import { withPaths } from ${shim};${changed}`, map: null }
  },
}

const commonJsPackage: Plugin = {
  name: 'common-js-package',
  writeBundle() {
    const content = { name: 'glyphlab', version: '0.0.0', type: 'commonjs', main: 'main/main.js' }
    mkdirSync(out('.'), { recursive: true })
    writeFileSync(out('package.json'), JSON.stringify(content))
  },
}

export default defineConfig(
  mergeConfig(product, {
    main: {
      plugins: [commonJsPackage],
      // Not node12: what Node 12 has of private members would keep all of them from being lowered.
      build: {
        target: 'node11',
        outDir: out('main'),
        rolldownOptions: { output: { format: 'cjs' } },
      },
    },
    preload: {
      // An isolated world has builtins of its own.
      plugins: [
        importFirst(
          'src-preload/preload.ts',
          'core-js/actual',
          resolve('test/electron/harness/preload-shims/paths.js'),
        ),
      ],
      build: { target: 'node11', outDir: out('preload') },
    },
    renderer: {
      plugins: [
        importFirst(
          'src-renderer/main.ts',
          'core-js/actual',
          resolve('test/electron/harness/page-shims/web.js'),
        ),
        bridgeWithPaths,
        chromium83Css,
      ],
      build: {
        target: 'chrome83',
        cssTarget: 'chrome83',
        cssMinify: 'lightningcss',
        minify: false,
        outDir: out('renderer'),
      },
    },
  }),
)
