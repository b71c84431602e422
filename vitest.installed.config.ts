import { defineConfig } from 'vitest/config'

/** On the application that GLYPHLAB_TEST_INSTALLED names: `npm run test:installed`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/installed/*.installed.ts'],
    reporters: ['default', './test/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
