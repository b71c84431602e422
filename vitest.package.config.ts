import { defineConfig } from 'vitest/config'

/** What `npm run package` makes, taken apart and run: `npm run test:package`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/package/*.package.ts'],
    globalSetup: './test/electron/build-harness.ts',
    reporters: ['default', './test/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
