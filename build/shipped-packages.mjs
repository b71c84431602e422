// What of other people's packages is in an installer: bundled, or as modules beside the bundles.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { copyShippedModules } from './shipped-modules.mjs'

const PARTS = ['main', 'preload', 'renderer']
/** A package's own folder, and not one within it that has a package.json. */
const PACKAGE_FOLDER = /(^|node_modules\/)(@[^/]+\/)?[^/@]+$/
const LICENCE_FILE = /^(licen[cs]e|copying)/i

/**
 * @param checkout where node_modules lie
 * @param built what electron-vite has made; each part of it says in licences.json what it has bundled
 * @returns `{name, version, identifier, text}` of each, by name; text is undefined where the package has no such file
 */
export function shippedPackages(checkout, built) {
  const bundled = PARTS.flatMap((part) =>
    JSON.parse(readFileSync(join(built, part, 'licences.json'), 'utf8')),
  )
  const all = new Map()
  for (const shipped of [...bundled, ...shippedModules(checkout)])
    all.set(`${shipped.name}@${shipped.version}`, shipped)
  return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, shipped]) => shipped)
}

function shippedModules(checkout) {
  const folder = mkdtempSync(join(tmpdir(), 'glyphlab-modules-'))
  try {
    copyShippedModules(checkout, folder)
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name === 'package.json')
      .map(({ parentPath }) => parentPath)
      .filter((path) => PACKAGE_FOLDER.test(relative(folder, path).replaceAll('\\', '/')))
      .map(packageIn)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function packageIn(folder) {
  const file = join(folder, 'package.json')
  const { name, version, license } = JSON.parse(readFileSync(file, 'utf8'))
  const licence = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry))
  const text = licence === undefined ? undefined : readFileSync(join(folder, licence), 'utf8')
  return { name, version, identifier: license, text }
}
