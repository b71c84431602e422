// `npm run sbom`: what an installer is made of, as CycloneDX, in out/package/sbom.cdx.json.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COMMAND_LINE, ensureBuilt, ROOT } from '../bin/build.mjs'
import { shippedPackages } from './shipped-packages.mjs'

const SBOM = join(ROOT, 'out', 'package', 'sbom.cdx.json')

/**
 * npm knows every package that is installed, those that only build or test among them; of these stay what is
 * shipped, and Electron. TensorFlow is no package of npm's.
 *
 * @param npmSbom what `npm sbom` says
 */
export function shippedSbom(npmSbom, packages, tensorflowVersion) {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const shipped = new Set(packages.map((one) => `${one.name}@${one.version}`))
  const isShipped = (one) => one.name === 'electron' || shipped.has(`${one.name}@${one.version}`)
  const product = { ...npmSbom.metadata.component, name, version, type: 'application' }
  const tensorflow = {
    'bom-ref': `tensorflow@${tensorflowVersion}`,
    type: 'library',
    name: 'tensorflow',
    version: tensorflowVersion,
    scope: 'required',
    purl: `pkg:github/tensorflow/tensorflow@v${tensorflowVersion}`,
    licenses: [{ license: { id: 'Apache-2.0' } }],
  }
  const fromNpm = npmSbom.components.filter(isShipped).map((one) => ({ ...one, scope: 'required' }))
  const lacking = [...shipped].filter(
    (key) => !fromNpm.some((one) => `${one.name}@${one.version}` === key),
  )
  if (lacking.length > 0) throw new Error(`npm does not know ${lacking.join(', ')}`)
  const components = [...fromNpm, tensorflow]
  const references = new Set([product, ...components].map((one) => one['bom-ref']))
  const dependencies = npmSbom.dependencies
    .filter(({ ref }) => references.has(ref))
    .map(({ ref, dependsOn = [] }) => ({
      ref,
      dependsOn: dependsOn.filter((other) => references.has(other)),
    }))
  const metadata = { ...npmSbom.metadata, component: product }
  return { ...npmSbom, metadata, components, dependencies }
}

function npmSbom() {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']
  // On Windows npm is a script, which only a shell starts.
  const options = { cwd: ROOT, maxBuffer: 2 ** 26, shell: process.platform === 'win32' }
  return JSON.parse(execFileSync('npm', words, { ...options, stdio: ['ignore', 'pipe', 'ignore'] }))
}

function tensorflowVersion() {
  const words = [COMMAND_LINE, '--json', 'runtime', 'install', 'cpu']
  const answer = execFileSync(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(answer).runtime.version
}

async function main() {
  await ensureBuilt()
  const packages = shippedPackages(ROOT, join(ROOT, 'out', 'app'))
  const sbom = shippedSbom(npmSbom(), packages, tensorflowVersion())
  mkdirSync(dirname(SBOM), { recursive: true })
  writeFileSync(SBOM, `${JSON.stringify(sbom, null, 2)}\n`)
  process.stdout.write(`${SBOM}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
