import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The two shared libraries of libtensorflow; Windows has one. */
export interface Libraries {
  readonly tensorflow: string
  readonly framework: string | undefined
}

const FILE_NAMES = {
  linux: {
    tensorflow: ['libtensorflow_cc.so.2', 'libtensorflow.so.2', 'libtensorflow.so'],
    framework: ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  },
  darwin: {
    tensorflow: ['libtensorflow_cc.2.dylib', 'libtensorflow.2.dylib', 'libtensorflow.dylib'],
    framework: ['libtensorflow_framework.2.dylib', 'libtensorflow_framework.dylib'],
  },
} as const

/** The C library's files in a folder, whichever of their usual names they have; undefined if not there. */
export async function findLibraries(folder: string): Promise<Libraries | undefined> {
  const present = new Set(await readdir(folder).catch(() => []))
  if (process.platform === 'win32') {
    return present.has('tensorflow.dll')
      ? { tensorflow: join(folder, 'tensorflow.dll'), framework: undefined }
      : undefined
  }
  const names = process.platform === 'darwin' ? FILE_NAMES.darwin : FILE_NAMES.linux
  const tensorflow = names.tensorflow.find((name) => present.has(name))
  const framework = names.framework.find((name) => present.has(name))
  return tensorflow === undefined || framework === undefined
    ? undefined
    : { tensorflow: join(folder, tensorflow), framework: join(folder, framework) }
}
