// What of node_modules the built application still needs: tfjs-node-gpu and what that loads, and the headers for
// building its binding. Their own dependencies name twenty times as much: browsers' builds, installers, maps.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const ENTRIES = ['@tensorflow/tfjs-node-gpu', 'node-api-headers']

const SCRIPTS = /\.js$/
/** One file each: what Node loads of it. */
const NODE_BUILD = /^dist\/tf(-[a-z]+)*\.node\.js$/

/** Packages that are loaded, and which of their files; what they depend on besides is not shipped. */
const FILES = {
  '@tensorflow/tfjs-node-gpu': /^(dist\/(?!run_tests|.*_test\.js$).*\.js|binding\/.*)$/,
  '@tensorflow/tfjs': NODE_BUILD,
  '@tensorflow/tfjs-core': NODE_BUILD,
  '@tensorflow/tfjs-layers': NODE_BUILD,
  '@tensorflow/tfjs-converter': NODE_BUILD,
  '@tensorflow/tfjs-data': NODE_BUILD,
  '@tensorflow/tfjs-backend-cpu': NODE_BUILD,
  '@tensorflow/tfjs-backend-webgl': NODE_BUILD,
  '@mapbox/node-pre-gyp':
    /^lib\/(node-pre-gyp\.js|pre-binding\.js|util\/(?!compile|handle_gyp).*\.js(on)?)$/,
  'node-api-headers': /^(index\.js|include\/.*)$/,
  'google-protobuf': /^google-protobuf\.js$/,
  seedrandom: /^(index|seedrandom|lib\/(?!.*\.min)[a-z0-9]+)\.js$/,
  long: /^src\/long\.js$/,
  abbrev: SCRIPTS,
  'ansi-regex': SCRIPTS,
  aproba: SCRIPTS,
  'are-we-there-yet': SCRIPTS,
  'color-support': /^index\.js$/,
  'console-control-strings': SCRIPTS,
  delegates: /^index\.js$/,
  'detect-libc': SCRIPTS,
  'emoji-regex': /^index\.js$/,
  gauge: SCRIPTS,
  'has-unicode': SCRIPTS,
  inherits: /^inherits\.js$/,
  'is-fullwidth-code-point': SCRIPTS,
  nopt: /^lib\//,
  npmlog: SCRIPTS,
  'object-assign': SCRIPTS,
  progress: /^(index|lib\/.*)\.js$/,
  'readable-stream': /^(errors|readable|lib\/(?!.*-browser).*)\.js$/,
  semver: /^(index|(classes\/(?!index)|functions\/|internal\/|ranges\/).*)\.js$/,
  'set-blocking': SCRIPTS,
  'signal-exit': SCRIPTS,
  'string-width': SCRIPTS,
  'strip-ansi': SCRIPTS,
  'util-deprecate': /^node\.js$/,
  'wide-align': SCRIPTS,
}
const LICENCE = /^(licen[cs]e|notice)[^/]*$/i
const KEPT_FIELDS = ['name', 'version', 'license', 'main', 'type', 'exports']

/** Copies them from a checkout into `folder`, each with a package.json that asks for nothing that is not there. */
export function copyShippedModules(checkout, folder) {
  const copied = new Set()
  const copy = (name, from) => {
    const source = packageFolder(name, from)
    const path = relative(join(checkout, 'node_modules'), source)
    if (copied.has(path)) return
    copied.add(path)
    const about = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
    copyFiles(source, join(folder, path), FILES[name])
    const needed = Object.entries(about.dependencies ?? {}).filter(([name]) => name in FILES)
    const kept = KEPT_FIELDS.flatMap((field) => (field in about ? [[field, about[field]]] : []))
    const packageJson = { ...Object.fromEntries(kept), dependencies: Object.fromEntries(needed) }
    writeFileSync(join(folder, path, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`)
    for (const [dependency] of needed) copy(dependency, source)
  }
  for (const name of ENTRIES) copy(name, checkout)
}

function copyFiles(source, target, wanted) {
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const path = relative(source, file).replaceAll('\\', '/')
    if (!entry.isFile() || /(^|\/)(node_modules|tests?)\//.test(path)) continue
    if (!wanted.test(path) && !LICENCE.test(path)) continue
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(file, join(target, path))
  }
}

/** Where Node finds a package when one in `from` asks for it. */
function packageFolder(name, from) {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return folder
  if (dirname(from) === from) throw new Error(`${name} is not installed: run npm ci`)
  return packageFolder(name, dirname(from))
}
