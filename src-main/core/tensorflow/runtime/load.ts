import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import util from 'node:util'
import type { Device } from '../../../../src-preload/contract/job'
import { GlyphlabError, internalError } from '../../errors'
import { deviceEnvironment } from '../../gpu/device-environment'
import { tfjsFolder } from './binding'
import type { Runtime } from './runtime'
import { STDERR_GATE_FILE, withoutStandardError } from './stderr-gate'

export type TensorFlow = typeof import('@tensorflow/tfjs-node-gpu')

let loaded: { readonly binding: string; readonly tensorFlow: TensorFlow } | undefined

export interface LoadOptions {
  /** What is to compute; null or left out for the first graphics card where one works, else the processor. */
  readonly device?: Device | null
}

/**
 * Loads tfjs-node-gpu with a runtime's binding; once in a process. Which devices it sees, and that it takes a card's
 * memory only as it needs it, is put into this process's environment first: TensorFlow looks there as it is loaded.
 *
 * TensorFlow's log level is set to errors unless `TF_CPP_MIN_LOG_LEVEL` says otherwise. Its other
 * environment variables (threads, XLA) must be set before this call.
 *
 * @throws GlyphlabError `runtime-invalid` when the system cannot load the libraries
 */
export function loadTensorFlow(runtime: Runtime, { device = null }: LoadOptions = {}): TensorFlow {
  if (loaded) {
    if (loaded.binding === runtime.binding) return loaded.tensorFlow
    throw internalError('a process can load only one TensorFlow runtime')
  }
  // Of several cards a run uses one; TensorFlow would take memory on all that it sees.
  Object.assign(process.env, deviceEnvironment(device ?? 'gpu:0'))
  const logLevel = (process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2')
  defineRemovedUtilities()
  // There no file says where its libraries are: they are looked for beside it, and in PATH.
  if (process.platform === 'win32')
    process.env['PATH'] = [join(runtime.folder, 'lib'), process.env['PATH']].join(delimiter)
  const packageFile = join(tfjsFolder(), 'package.json')
  const requireFromTfjs = createRequire(packageFile)
  const gateFile = join(dirname(runtime.binding), STDERR_GATE_FILE)
  let tensorFlow: TensorFlow
  try {
    if (logLevel !== '0')
      withoutStandardError(gateFile, () => void requireFromTfjs(runtime.binding))
    tensorFlow = withBindingAt(
      runtime.binding,
      packageFile,
      requireFromTfjs,
      () => requireFromTfjs(tfjsFolder()) as TensorFlow,
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new GlyphlabError(
      'runtime-invalid',
      `the TensorFlow runtime in ${runtime.folder} cannot be loaded: ${why}`,
      hintFor(runtime),
      { cause: error },
    )
  }
  loaded = { binding: runtime.binding, tensorFlow }
  return tensorFlow
}

function hintFor({ source }: Runtime): string | undefined {
  if (source === 'environment') return 'Name another folder in GLYPHLAB_LIBTENSORFLOW, or unset it.'
  return process.platform === 'win32'
    ? "TensorFlow needs Microsoft's Visual C++ Redistributable (x64): install that, then try again."
    : undefined
}

/** tfjs-node calls these two, which Node 23 no longer has and Node 22 warns about. */
function defineRemovedUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
}

interface BindingFinder {
  find: (packageFile: string, options?: object) => string
}

/** tfjs asks node-pre-gyp where its binding is: inside its own package, where nothing lasts. */
function withBindingAt<T>(
  binding: string,
  packageFile: string,
  requireFromTfjs: NodeJS.Require,
  load: () => T,
): T {
  // The package's own `find` is a getter that reads this one.
  const finder = requireFromTfjs('@mapbox/node-pre-gyp/lib/pre-binding') as BindingFinder
  const find = finder.find
  finder.find = (file, options) => (file === packageFile ? binding : find(file, options))
  try {
    return load()
  } finally {
    finder.find = find
  }
}
