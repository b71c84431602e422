import { readFile } from 'node:fs/promises'
import { outwardCalls, TRACED_CALLS } from './outward-calls'

/** Set by run.mjs in a network that leads nowhere. */
export const IS_WITHOUT_NETWORK = process.env['GLYPHLAB_WITHOUT_NETWORK'] === '1'

/** The addresses that a program turns to, itself or any process below it. */
export class Trace {
  constructor(readonly file: string) {}

  /** What to put before a command, so that it is traced from its start to the end of its last process. */
  get prefix(): readonly string[] {
    const calls = TRACED_CALLS.join(',')
    return [
      'strace',
      '-f',
      '-qq',
      '--seccomp-bpf',
      '-s',
      '0',
      '-e',
      `trace=${calls}`,
      '-o',
      this.file,
    ]
  }

  /** Every call so far that turned to a network. */
  async outwardCalls(): Promise<readonly string[]> {
    return outwardCalls(await readFile(this.file, 'utf8'))
  }
}
