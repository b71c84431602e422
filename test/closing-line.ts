import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends a run with `N passed, N failed, N skipped`, for whoever reads only the end of a log. A file that
 * could not be run counts as one failed test, as does an error outside any test.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const brokenFiles = modules.filter(
      (module) => module.state() === 'failed' && module.errors().length > 0,
    )
    const failed = count('failed') + brokenFiles.length + unhandledErrors.length
    const skipped = count('skipped') + count('pending')
    // After the summary of the default reporter, which is called before this one.
    process.stdout.write(`${count('passed')} passed, ${failed} failed, ${skipped} skipped\n`)
  }
}
