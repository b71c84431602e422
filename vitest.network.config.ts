import { defineConfig } from 'vitest/config'

/** In a network that leads nowhere: `npm run test:network`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/no-network/*.network.ts'],
    globalSetup: './test/electron/build-harness.ts',
    reporters: ['default', './test/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
