import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { hearOutput } from './hear-output'

const LAST_WORDS = "process.stderr.write('the cause: ü\\n'); process.exit(1)"

/** A process whose end is told as Electron does: it takes all listeners off the output as it tells of the exit. */
function startAsElectron({ readsFrom }: { readonly readsFrom: 'start' | 'exit' }) {
  const child = spawn(process.execPath, ['-e', LAST_WORDS], { stdio: ['ignore', 'ignore', 'pipe'] })
  const stderr = new PassThrough()
  const told = new EventEmitter()
  if (readsFrom === 'start') child.stderr.pipe(stderr)
  child.once('exit', () => {
    told.emit('exit')
    stderr.removeAllListeners()
    if (readsFrom === 'exit') child.stderr.pipe(stderr)
  })
  return { stderr, once: (event: 'exit', listener: () => void) => told.once(event, listener) }
}

test.each(['start', 'exit'] as const)(
  'last words are heard when read from the %s on',
  async (readsFrom) => {
    let heard = ''
    await hearOutput(startAsElectron({ readsFrom }), (text) => (heard += text))
    expect(heard).toBe('the cause: ü\n')
  },
)
