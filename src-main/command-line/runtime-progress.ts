import { assertNever } from '../core/errors'
import { sizeText } from '../core/number-text'
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
  return bytesTotal === undefined
    ? sizeText(bytesDone)
    : `${sizeText(bytesDone)} of ${sizeText(bytesTotal)}`
}

/** Of the phase, not of the whole: how long a download takes nobody knows. */
function shareDone(progress: InstallProgress): number | undefined {
  return 'bytesTotal' in progress && progress.bytesTotal > 0
    ? progress.bytesDone / progress.bytesTotal
    : undefined
}
