import type { GetProgress } from '../../../../src-preload/contract/data-progress'
import type { DownloadProgress, Waiting } from '../../download/progress'
import type { LockHolder } from '../../files/lock-file'

/** Adds up what files bring, and reports where the whole stands. */
export class GetTally {
  #bytesBefore = 0

  constructor(
    /** Of all files; null where that is not known: then each is told by itself. */
    private readonly bytesTotal: number | null,
    private readonly report: (progress: GetProgress) => void,
  ) {}

  connecting(source: string): void {
    this.report({ phase: 'connecting', source })
  }

  /** A file under way, or an archive of them all (`isWhole`), which has a total of its own. */
  downloading(source: string, file: string, progress: DownloadProgress, isWhole: boolean): void {
    const { waiting, bytesPerSecond } = progress
    if (waiting !== null) {
      this.waiting(waiting)
      return
    }
    const isAlone = isWhole || this.bytesTotal === null
    const bytesTotal = isAlone ? progress.bytesTotal : this.bytesTotal
    const added = isAlone ? progress.bytesDone : this.#bytesBefore + progress.bytesDone
    const bytesDone = bytesTotal === null ? added : Math.min(added, bytesTotal)
    const isMeasured = bytesTotal !== null && bytesPerSecond !== null && bytesPerSecond > 0
    this.report({
      phase: 'downloading',
      source,
      file,
      bytesDone,
      bytesTotal,
      bytesPerSecond,
      secondsLeft: isMeasured ? (bytesTotal - bytesDone) / bytesPerSecond : null,
    })
  }

  waiting({ reason, seconds }: Waiting): void {
    this.report({ phase: 'waiting', reason, seconds })
  }

  verifying(file: string): void {
    this.report({ phase: 'verifying', file })
  }

  /** A file that is there, whole. */
  done(bytes: number): void {
    this.#bytesBefore += bytes
  }

  waitingFor(holder: LockHolder | undefined): void {
    const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
    this.report({ phase: 'waiting', reason: `${who} fetches the same`, seconds: null })
  }

  storing(): void {
    this.report({ phase: 'storing' })
  }
}
