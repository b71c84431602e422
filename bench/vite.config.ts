import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const BENCH = fileURLToPath(new URL('.', import.meta.url))

/** Each TypeScript file in these folders is a process of its own. */
const peers = ['ours', 'peers'].flatMap((folder) =>
  readdirSync(join(BENCH, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(BENCH, folder, name)),
)

/** Bundles the benchmarks with the core's sources as they are now: what runs is the code of the product. */
export default defineConfig({
  root: BENCH,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20.19',
    outDir: '../out/bench',
    emptyOutDir: true,
    rolldownOptions: {
      input: [join(BENCH, 'bench.ts'), ...peers],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
