// `npm run audit:shipped`: asks npm's advisories about all packages, and fails for those that are in an installer.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, ROOT } from '../bin/build.mjs'
import { shippedPackages } from './shipped-packages.mjs'

/**
 * @param report what `npm audit --json` says
 * @returns a line for each flaw of what is shipped
 */
export function shippedFlaws(report, packages) {
  const names = new Set([...packages.map(({ name }) => name), 'electron'])
  return Object.values(report.vulnerabilities)
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, range, via }) =>
      // A name in its place is a package that this one depends on, which has an entry of its own.
      via
        .filter((cause) => typeof cause === 'object')
        .map(({ severity, title, url }) => `${name} ${range}, ${severity}: ${title} (${url})`),
    )
}

async function main() {
  await ensureBuilt()
  const options = { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' }
  const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], {
    ...options,
    maxBuffer: 2 ** 26,
  })
  const report = JSON.parse(stdout || '{}')
  if (report.vulnerabilities === undefined)
    throw new Error(`npm's advisories cannot be asked: ${report.message ?? stderr}`)
  const flaws = shippedFlaws(report, shippedPackages(ROOT, join(ROOT, 'out', 'app')))
  for (const flaw of flaws) process.stderr.write(`${flaw}\n`)
  process.exitCode = flaws.length > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
