import { ensureRuntime, type InstallProgress } from '../src-main/core/tensorflow/runtime'

/** Runs once before the tests that need TensorFlow: the first run on a machine installs it. */
export default async function setup(): Promise<void> {
  let shown: InstallProgress['phase'] | undefined
  await ensureRuntime({
    onProgress: ({ phase }) => {
      if (phase !== shown) process.stderr.write(`TensorFlow runtime: ${phase}\n`)
      shown = phase
    },
  })
}
