import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runtimeCacheFolder } from '../src-main/core/tensorflow/runtime/cache-folder'
import { writeEmnistFolder } from '../src-main/core/datasets/make-idx.test-helper'

/** A data home of a test's own, with the user's TensorFlow runtime. */
export interface TestHome extends AsyncDisposable {
  readonly folder: string
  /** For processes that are to live in it. */
  readonly environment: NodeJS.ProcessEnv
}

/**
 * @param parent the folder to make it in
 * @param hasRuntime whether TensorFlow is there, as it is for the user
 */
export async function makeTestHome(parent = tmpdir(), hasRuntime = true): Promise<TestHome> {
  const folder = await mkdtemp(join(parent, 'glyphlab-home-'))
  const cache = runtimeCacheFolder()
  if (hasRuntime && existsSync(cache)) {
    const own = runtimeCacheFolder({ GLYPHLAB_HOME: folder })
    await mkdir(dirname(own), { recursive: true })
    await symlink(cache, own)
  }
  return {
    folder,
    environment: { ...process.env, GLYPHLAB_HOME: folder },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/**
 * A data set of noise around a pattern a class, in the data home: a network of the kind `tiny` learns it in
 * a second.
 * @param trainPerClass how long an epoch takes: some 3,000 images a second
 */
export async function addSmallDataset(
  home: TestHome,
  name: string,
  trainPerClass = 130,
): Promise<void> {
  await writeEmnistFolder(join(home.folder, 'datasets', name), {
    classes: 4,
    trainPerClass,
    testPerClass: 50,
    seed: 1,
    gzip: false,
  })
}
