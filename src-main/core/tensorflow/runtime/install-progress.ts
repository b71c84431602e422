/**
 * What an installation is doing. Bytes are counted within one phase: they never fall, and where
 * `bytesTotal` is there they end at it.
 */
export type InstallProgress =
  | { readonly phase: 'waiting'; readonly pid: number | undefined }
  | { readonly phase: 'downloading'; readonly bytesDone: number; readonly bytesTotal?: number }
  | { readonly phase: 'verifying' }
  | { readonly phase: 'unpacking'; readonly bytesDone: number; readonly bytesTotal?: number }
  | { readonly phase: 'stripping' }
  | { readonly phase: 'compiling' }

export type ReportProgress = (progress: InstallProgress) => void

const REPORT_MS = 100

/** Passes on every change of phase and every end, and of the bytes between them ten reports a second. */
export function throttledProgress(report: ReportProgress): ReportProgress {
  let phase: InstallProgress['phase'] | undefined
  let reportedAt = 0
  return (progress) => {
    const now = performance.now()
    const isEnd = 'bytesTotal' in progress && progress.bytesDone === progress.bytesTotal
    if (progress.phase === phase && !isEnd && now - reportedAt < REPORT_MS) return
    phase = progress.phase
    reportedAt = now
    report(progress)
  }
}
