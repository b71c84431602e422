import { StringDecoder } from 'node:string_decoder'

/** What is used of Electron's `UtilityProcess` here. */
export interface HeardProcess {
  readonly stderr: NodeJS.ReadableStream | null
  once(event: 'exit', listener: () => void): unknown
}

/** Hands on what a process writes on standard error. Resolves when there is no more of it. */
export function hearOutput(child: HeardProcess, onText: (text: string) => void): Promise<void> {
  const { stderr } = child
  if (stderr === null) return Promise.resolve()
  const decoder = new StringDecoder('utf8')
  const read = (piece: Buffer) => onText(decoder.write(piece))
  return new Promise((resolve) => {
    stderr.on('data', read).once('end', resolve)
    // Once Electron has told of the exit, it takes all listeners off, though there may be more to read.
    child.once('exit', () =>
      process.nextTick(() => stderr.off('data', read).on('data', read).once('end', resolve)),
    )
  })
}
