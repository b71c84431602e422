import { defineConfig } from 'vitest/config'

/** Longer than the tests may take: `npm run soak`, by hand. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.soak.ts'],
    globalSetup: './test/ensure-runtime.ts',
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
})
