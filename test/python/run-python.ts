import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, inject } from 'vitest'

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), 'scripts')

/** As `describe`, but skipped, with the reason in its name, where Python or its packages cannot be had. */
export function describeWithPython(name: string, tests: () => void): void {
  const packages = inject('python')
  if (packages.kind === 'ready') describe(name, tests)
  else describe.skip(`${name} (no Python packages: ${packages.reason})`, tests)
}

/**
 * Runs a script of `test/python/scripts` with the packages of `requirements.txt`.
 *
 * @returns what it printed, parsed as JSON: for the caller to check by a schema
 * @throws Error with the script's standard error where it fails
 */
export async function runPython(
  script: string,
  parameters: readonly string[] = [],
  stdin = '',
): Promise<unknown> {
  const packages = inject('python')
  if (packages.kind === 'missing') throw new Error(packages.reason)
  const child = spawn('python3', ['-s', join(SCRIPTS, script), ...parameters], {
    env: {
      ...process.env,
      ...{ PYTHONPATH: packages.folder, OMP_NUM_THREADS: '2' },
      // What the first one compiles is there for the next, and not in the checkout.
      ...{ PYTHONDONTWRITEBYTECODE: '', PYTHONPYCACHEPREFIX: `${packages.folder}.bytecode` },
    },
  })
  // A script that does not read is no failure; one that fails says so itself.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (child.exitCode !== 0) throw new Error(`${script} failed:\n${stderr}`)
  return JSON.parse(stdout)
}
