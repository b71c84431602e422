import { assertNever } from '../core/errors'
import type { InstallProgress } from '../core/tensorflow/runtime'
import type { Printer } from './printer'

/** Shows an installation of libtensorflow as it goes: what `ensureRuntime` takes as `onProgress`. */
export function printInstallation(printer: Printer): (progress: InstallProgress) => void {
  return (progress) => printer.progress(describeInstallation(progress), shareDone(progress))
}

/** One line about the installation of libtensorflow. */
function describeInstallation(progress: InstallProgress): string {
  switch (progress.phase) {
    case 'waiting':
      return `TensorFlow runtime: another process (${progress.pid ?? 'unknown'}) installs it, waiting`
    case 'downloading':
      return `TensorFlow runtime: downloading ${amount(progress)}`
    case 'verifying':
      return 'TensorFlow runtime: verifying'
    case 'unpacking':
      return `TensorFlow runtime: unpacking ${amount(progress)}`
    case 'stripping':
      return 'TensorFlow runtime: removing symbols'
    case 'compiling':
      return 'TensorFlow runtime: compiling the binding'
    default:
      return assertNever(progress)
  }
}

function amount({ bytesDone, bytesTotal }: { bytesDone: number; bytesTotal?: number }): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  return bytesTotal === undefined
    ? megabytes(bytesDone)
    : `${megabytes(bytesDone)} of ${megabytes(bytesTotal)}`
}

/** Of the phase, not of the whole: how long a download takes nobody knows. */
function shareDone(progress: InstallProgress): number | undefined {
  return 'bytesTotal' in progress && progress.bytesTotal > 0
    ? progress.bytesDone / progress.bytesTotal
    : undefined
}
