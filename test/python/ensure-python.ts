import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

/** Python's packages, or the reason why this machine has none. */
export type PythonPackages =
  | { readonly kind: 'ready'; readonly folder: string }
  | { readonly kind: 'missing'; readonly reason: string }

declare module 'vitest' {
  interface ProvidedContext {
    python: PythonPackages
  }
}

const HERE = dirname(fileURLToPath(import.meta.url))
const REQUIREMENTS = join(HERE, 'requirements.txt')
const CACHE = join(HERE, '../../node_modules/.cache/glyphlab-python')

const TIME_LIMIT_MS = 10 * 60_000
const run = promisify(execFile)

/** Runs once before the tests that compare with Python: the first run on a machine fetches the packages. */
export default async function setup(project: TestProject): Promise<void> {
  const packages = await ensurePackages()
  if (packages.kind === 'missing')
    process.stderr.write(`\nCross-checks with Python are SKIPPED: ${packages.reason}\n\n`)
  project.provide('python', packages)
}

async function ensurePackages(): Promise<PythonPackages> {
  try {
    const folder = join(CACHE, await cacheKey())
    if (!existsSync(folder)) await install(folder)
    return { kind: 'ready', folder }
  } catch (error) {
    return { kind: 'missing', reason: lastLine(error) }
  }
}

/** Packages fit one version of Python on one kind of machine. */
async function cacheKey(): Promise<string> {
  const version = 'import sys, sysconfig; print(sys.version, sysconfig.get_platform())'
  const { stdout } = await run('python3', ['-c', version])
  const requirements = await readFile(REQUIREMENTS)
  return createHash('sha256').update(requirements).update(stdout).digest('hex').slice(0, 16)
}

async function install(folder: string): Promise<void> {
  process.stderr.write(`Python packages: installing into ${folder}\n`)
  const temporary = `${folder}.${process.pid}.tmp`
  const parameters = [
    // Python compiles what is imported; to compile all of it here took longer than to fetch it.
    ...['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '--no-deps', '--no-compile'],
    ...['--target', temporary, '--requirement', REQUIREMENTS],
    ...['--no-input', '--disable-pip-version-check', '--retries', '1', '--timeout', '20'],
  ]
  try {
    await mkdir(CACHE, { recursive: true })
    await run('python3', parameters, { timeout: TIME_LIMIT_MS })
    await rename(temporary, folder).catch((error: unknown) => {
      // Another run of the tests may have been faster.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  const text = output === '' ? String(error) : output
  return text.split('\n').at(-1) ?? text
}
