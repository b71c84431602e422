import { defineConfig } from 'vitest/config'

/** Takes the pictures of docs/images anew: `npm run screenshots`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/screenshots/*.screenshots.ts'],
    globalSetup: './test/ensure-runtime.ts',
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 500_000,
    hookTimeout: 300_000,
  },
})
