import { defineConfig } from 'electron-vite'

/** Only a build made for the tests can be killed at a file operation (core/files/fault-point.ts). */
const hasFaultPoints = process.env['GLYPHLAB_FAULT_POINTS'] === '1'

const BUNDLED = [
  'commander',
  'env-paths',
  'fast-png',
  'image-size',
  'jpeg-js',
  'papaparse',
  'pure-rand',
  'undici',
  'yauzl',
  'zod',
]

export default defineConfig({
  main: {
    define: { GLYPHLAB_FAULT_POINTS: JSON.stringify(hasFaultPoints) },
    build: {
      // The command line runs on the system's Node, so the lowest one supported decides, not Electron's.
      target: 'node20.19',
      // What finds files beside itself stays an import; all else is bundled, since Node takes 0.2 s to find
      // and read the hundreds of small files of the others.
      externalizeDeps: { exclude: BUNDLED },
      rolldownOptions: {
        input: {
          cli: 'src-main/cli.ts',
          trainer: 'src-main/processes/trainer.ts',
          'data-worker': 'src-main/processes/data-worker.ts',
        },
        output: {
          entryFileNames: '[name].js',
          // Beside the entries, so that any module finds an entry by './<name>.js' from import.meta.url.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
})
