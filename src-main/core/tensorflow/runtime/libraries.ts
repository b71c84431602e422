import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runtime } from './runtime'

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

/** TensorFlow built for graphics cards looks for the driver's version there. */
const GPU_MARK = Buffer.from('/proc/driver/nvidia/version')

/** For what a C library was built, as far as the file tells; that of Windows does not, and counts as for both. */
export async function libraryVariant({ framework }: Libraries): Promise<Runtime['variant']> {
  if (framework === undefined) return 'gpu'
  let end = Buffer.alloc(0)
  for await (const chunk of createReadStream(framework, { highWaterMark: 4 * 2 ** 20 })) {
    const seen = Buffer.concat([end, chunk as Buffer])
    if (seen.includes(GPU_MARK)) return 'gpu'
    end = seen.subarray(-GPU_MARK.length)
  }
  return 'cpu'
}
