import { defineConfig } from 'vitest/config'

const TENSORFLOW_TESTS = ['{src-*,test,bench}/**/*.tensorflow.test.ts']
const BROWSER_TESTS = ['test/browser/**/*.browser.test.ts']
const ELECTRON_TESTS = ['test/electron/**/*.electron.test.ts']
const LOCAL_TOO = [
  process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '',
  '127.0.0.1',
  'localhost',
]
  .filter((host) => host !== '')
  .join(',')
const PYTHON_TESTS = ['{src-*,test,bench}/**/*.python.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    // Servers of tests are on this machine: no proxy of its user is to be asked for them.
    env: { NO_PROXY: LOCAL_TOO, no_proxy: LOCAL_TOO },
    // A native crash ends one file's process, not the run.
    pool: 'forks',
    maxWorkers: 2,
    // What is awaited comes soon; not on a machine that does much else.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'plain',
          include: ['{src-*,test,bench}/**/*.test.ts'],
          exclude: [...TENSORFLOW_TESTS, ...PYTHON_TESTS, ...BROWSER_TESTS, ...ELECTRON_TESTS],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // To load every module anew for each file took longer than most tests do.
          isolate: false,
          setupFiles: './test/leaves-nothing.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'tensorflow',
          include: TENSORFLOW_TESTS,
          globalSetup: './test/ensure-runtime.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER_TESTS,
          globalSetup: './test/ensure-runtime.ts',
          testTimeout: 150_000,
          hookTimeout: 150_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ELECTRON_TESTS,
          globalSetup: ['./test/ensure-runtime.ts', './test/electron/build-harness.ts'],
          testTimeout: 150_000,
          hookTimeout: 150_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'python',
          include: PYTHON_TESTS,
          globalSetup: ['./test/ensure-runtime.ts', './test/python/ensure-python.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
