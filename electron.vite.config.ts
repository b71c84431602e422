import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

/** Only a build made for the tests can be killed at a file operation (core/files/fault-point.ts). */
const hasFaultPoints = process.env['GLYPHLAB_FAULT_POINTS'] === '1'

/** What is bundled of others, with their licences: `build/licences.mjs` makes one text of all. */
const license = { fileName: 'licences.json' }

const BUNDLED = [
  'commander',
  'env-paths',
  'fast-png',
  'image-size',
  'jpeg-js',
  'papaparse',
  'perfect-freehand',
  'pure-rand',
  'undici',
  'ws',
  'yauzl',
  'yazl',
  'zod',
]

export default defineConfig({
  main: {
    define: { GLYPHLAB_FAULT_POINTS: JSON.stringify(hasFaultPoints) },
    build: {
      outDir: resolve('out/app/main'),
      license,
      // The command line runs on the system's Node, so the lowest one supported decides, not Electron's.
      target: 'node20.19',
      // What finds files beside itself stays an import; all else is bundled, since Node takes 0.2 s to find
      // and read the hundreds of small files of the others.
      externalizeDeps: { exclude: BUNDLED },
      rolldownOptions: {
        input: {
          main: 'src-main/main.ts',
          cli: 'src-main/cli.ts',
          trainer: 'src-main/processes/trainer.ts',
          evaluator: 'src-main/processes/evaluator.ts',
          recogniser: 'src-main/processes/recogniser.ts',
          'data-worker': 'src-main/processes/data-worker.ts',
          'data-service': 'src-main/processes/data-service.ts',
        },
        output: {
          entryFileNames: '[name].js',
          // Beside the entries, so that any module finds an entry by './<name>.js' from import.meta.url.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve('out/app/preload'),
      license,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-preload/preload.ts' },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [vue()],
    build: {
      outDir: resolve('out/app/renderer'),
      license,
      minify: true,
      target: 'chrome140',
      // One style sheet and no inlined pictures or preload scripts: a strict policy of content holds.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve('src-renderer/index.html') },
    },
  },
})
