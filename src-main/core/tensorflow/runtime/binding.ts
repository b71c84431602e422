import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { GlyphlabError } from '../../errors'
import { PROBE_FILE, PROBE_SOURCE } from '../../gpu/probe-source'
import { outsideArchive } from '../../installed-app'
import { errorLines, runChild } from './child'
import { hostFunctionsSource } from './host-functions'
import type { Libraries } from './libraries'
import { STDERR_GATE_FILE, STDERR_GATE_SOURCE } from './stderr-gate'

const requireHere = createRequire(import.meta.url)
const IS_WINDOWS = process.platform === 'win32'
const NODE_HEADERS = outsideArchive(
  join(dirname(requireHere.resolve('node-api-headers/package.json')), 'include'),
)

export interface BindingOptions {
  readonly libraries: Libraries
  readonly includeFolder: string
  /** Where the binding looks for the libraries when it is loaded: `$ORIGIN` or an absolute folder. */
  readonly runPath: string
  readonly outputFile: string
  /** For the compiler's own files. */
  readonly temporaryFolder: string
  readonly signal: AbortSignal | undefined
}

/** False when there is no compiler. */
export type BuildBinding = (options: BindingOptions) => Promise<boolean>

/** The folder that holds tfjs-node-gpu: its package.json, binding/ and dist/. */
export function tfjsFolder(): string {
  return dirname(requireHere.resolve('@tensorflow/tfjs-node-gpu/package.json'))
}

/** Raised when the same sources are compiled in another way. */
const COMPILATION = '2'

/** SHA-256 over the names and contents of all that is compiled: another hash, another binding. */
export async function bindingSourceHash(): Promise<string> {
  const folder = join(tfjsFolder(), 'binding')
  const hash = createHash('sha256').update(COMPILATION).update(STDERR_GATE_SOURCE)
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update(await readFile(join(folder, name)))
  }
  return hash.digest('hex')
}

/**
 * Compiles tfjs-node-gpu's binding against a libtensorflow with `$CXX`, g++ or clang++ (on Windows MinGW's g++, which
 * links to a DLL itself), and beside it the addon of {@link STDERR_GATE_SOURCE}.
 *
 * @returns false when there is no compiler
 * @throws GlyphlabError `runtime-install-failed` with the compiler's own line
 */
export const buildBinding: BuildBinding = async (options) => {
  const { libraries, temporaryFolder, signal } = options
  const folder = dirname(options.outputFile)
  await mkdir(folder, { recursive: true })
  const hostFunctions = join(temporaryFolder, 'host_functions.cc')
  if (IS_WINDOWS) await writeFile(hostFunctions, await hostFunctionsSource(NODE_HEADERS))
  const sources = outsideArchive(join(tfjsFolder(), 'binding'))
  const built = await compileAddon(
    [
      ...['-I', options.includeFolder],
      // Messages name the file of a fault: an installer tells nothing of the machine that built it.
      `-ffile-prefix-map=${sources}=binding`,
      join(sources, 'tfjs_backend.cc'),
      join(sources, 'tfjs_binding.cc'),
      libraries.tensorflow,
      ...(libraries.framework === undefined ? [] : [libraries.framework]),
      IS_WINDOWS ? hostFunctions : `-Wl,-rpath,${options.runPath}`,
      ...['-o', options.outputFile],
    ],
    temporaryFolder,
    signal,
  )
  // The gate is for systems of Unix's kind.
  if (!built || IS_WINDOWS) return built
  const gateSource = join(temporaryFolder, 'stderr_gate.cc')
  await writeFile(gateSource, STDERR_GATE_SOURCE)
  const gate = join(folder, STDERR_GATE_FILE)
  if (!(await compileAddon([gateSource, '-o', gate], temporaryFolder, signal))) return false
  if (process.platform !== 'linux') return true
  return compileProbe(join(folder, PROBE_FILE), temporaryFolder, signal)
}

/**
 * Compiles the program that asks NVIDIA's driver; where it is not beside a binding, it is made when it is needed.
 * @returns false when there is no compiler
 */
export async function compileProbe(
  file: string,
  temporaryFolder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const source = join(temporaryFolder, 'gpu_probe.cc')
  await writeFile(source, PROBE_SOURCE)
  return compile(['-std=c++17', '-O2', source, '-ldl', '-o', file], temporaryFolder, signal)
}

function compileAddon(
  parameters: readonly string[],
  temporaryFolder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return compile([...ADDON_FLAGS, ...parameters], temporaryFolder, signal)
}

async function compile(
  parameters: readonly string[],
  temporaryFolder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const env = { ...process.env, TMPDIR: temporaryFolder }
  for (const [compiler, ...flags] of compilers()) {
    const all = [...flags, ...parameters]
    const outcome = await runChild(compiler, all, { env, signal })
    if (outcome.kind === 'missing') continue
    if (outcome.ok) return true
    const line = errorLines(outcome.output)[0]
    throw new GlyphlabError(
      'runtime-install-failed',
      `${compiler} could not compile the TensorFlow binding (${outcome.how}): ${line}`,
      COMPILER_HINT,
    )
  }
  return false
}

function compilers(): readonly (readonly [string, ...string[]])[] {
  const [chosen, ...flags] = (process.env['CXX'] ?? '').split(/\s+/).filter((word) => word !== '')
  const usual = IS_WINDOWS ? [['g++'] as const] : ([['g++'], ['clang++']] as const)
  return chosen === undefined ? usual : [[chosen, ...flags], ...usual]
}

const ADDON_FLAGS = [
  ...['-std=c++17', '-O2', '-shared', '-DNAPI_VERSION=8', '-I', NODE_HEADERS],
  // On Windows nothing of the compiler's own has to be there to load it.
  ...(IS_WINDOWS ? ['-static', '-DNAPI_EXTERN=__declspec(dllimport)'] : ['-fPIC']),
  // Node itself gives the napi_* functions when it loads an addon. Older systems load it, too, as TensorFlow's wheel.
  ...(process.platform === 'darwin'
    ? ['-undefined', 'dynamic_lookup', '-mmacosx-version-min=12.0']
    : []),
]

export const COMPILER_HINT =
  'Install a C++17 compiler (Debian and Ubuntu: g++, macOS: xcode-select --install, Windows: MinGW-w64) or name one in CXX.'
