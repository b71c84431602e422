// `npm run licences`: the licences of what an installer brings along, in out/package/THIRD_PARTY_LICENSES.txt.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, ROOT } from '../bin/build.mjs'
import { shippedPackages } from './shipped-packages.mjs'

export const LICENCES = join(ROOT, 'out', 'package', 'THIRD_PARTY_LICENSES.txt')

/** What may be handed on with a program under the MIT licence: a package under another one stops the build. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']

const HEAD = `Glyphlab contains the packages below, each under its own licence.

Besides them an installed Glyphlab has the licences of Electron and Chromium (LICENSE.electron.txt and
LICENSES.chromium.html, beside the program) and of TensorFlow and what is in it (LICENSE and
THIRD_PARTY_NOTICES.txt in runtime/cpu).
`

/**
 * @param packages those that are shipped
 * @throws where a package has no licence, or one that is not permissive
 */
export function writeLicences(packages, file = LICENCES) {
  const parts = packages.map(
    (shipped) =>
      `${shipped.name} ${shipped.version} (${permissive(shipped)})\n\n${licenceText(shipped).trim()}\n`,
  )
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, [HEAD, ...parts].join(`\n${'-'.repeat(80)}\n\n`))
}

function permissive({ name, version, identifier }) {
  const identifiers = (identifier ?? '').replace(/[()]/g, '').split(' AND ')
  if (identifiers.every((one) => PERMISSIVE.includes(one))) return identifiers.join(' and ')
  throw new Error(`${name} ${version} is under "${identifier}", which nobody has looked at`)
}

function licenceText({ name, version, identifier, text }) {
  if (text !== undefined) return text
  const folder = join(ROOT, 'node_modules')
  // The licence itself, word for word; these packages, all of one author, come without.
  if (identifier.startsWith('Apache-2.0'))
    return readFileSync(join(folder, 'long', 'LICENSE'), 'utf8')
  const readme = join(folder, name, 'README.md')
  const section = existsSync(readme) && /^LICENSE[^]*/m.exec(readFileSync(readme, 'utf8'))
  if (section) return section[0]
  throw new Error(`${name} ${version} comes without the text of its licence`)
}

async function main() {
  await ensureBuilt()
  writeLicences(shippedPackages(ROOT, join(ROOT, 'out', 'app')))
  process.stdout.write(`${LICENCES}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
