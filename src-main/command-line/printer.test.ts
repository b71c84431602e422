import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Output } from './output'
import { StreamPrinter } from './printer'

function printerOn({ terminal, columns = 12 }: { terminal: boolean; columns?: number }) {
  const stdout = new PassThrough()
  const stderr = Object.assign(new PassThrough(), { isTTY: terminal, columns })
  let nowMs = 0
  const printer = new StreamPrinter({
    results: new Output(stdout),
    messages: new Output(stderr),
    json: false,
    environment: { LANG: 'C.UTF-8' },
    now: () => nowMs,
  })
  const read = (stream: PassThrough) => String(stream.read() ?? '')
  return {
    printer,
    wait: (ms: number) => (nowMs += ms),
    resize: (count: number) => (stderr.columns = count),
    stdout: () => read(stdout),
    stderr: () => read(stderr),
  }
}

test('a terminal has one line of progress, cut to its width and drawn anew', () => {
  const { printer, wait, stderr } = printerOn({ terminal: true })
  printer.progress('one')
  printer.progress('too soon')
  wait(100)
  printer.progress('two and much more')
  expect(stderr()).toBe('\r\u001b[Kone\r\u001b[Ktwo and muc')
})

test('the line of progress makes room for what stays', () => {
  const { printer, stdout, stderr } = printerOn({ terminal: true })
  printer.progress('one')
  printer.note('a warning')
  printer.result({}, () => 'the result\n\n')
  expect(stderr()).toBe('\r\u001b[Kone\r\u001b[Ka warning\n')
  expect(stdout()).toBe('the result\n')
})

test('an error is one line without commands to the terminal', () => {
  const { printer, stderr } = printerOn({ terminal: true })
  const message = 'a\n  b\u001b[31mc\u0007\u009b2J\u202ed'
  printer.error({ code: 'usage', message, hint: 'Mend it.' })
  expect(stderr()).toBe('glyphlab: a b\\u001b[31mc\\u0007\\u009b2J\\u202ed. Mend it.\n')
})

test('a result keeps its lines and columns, and gives the terminal no commands', () => {
  const { printer, stdout } = printerOn({ terminal: true })
  printer.result({}, () => 'one\ttwo\nnote \u001b[2J\u009b1m\r\u0007')
  expect(stdout()).toBe('one\ttwo\nnote \\u001b[2J\\u009b1m\\u000d\\u0007\n')
})

test('a log has plain lines of progress, not too many', () => {
  const { printer, wait, stderr } = printerOn({ terminal: false })
  printer.progress('one')
  wait(9_999)
  printer.progress('two')
  wait(1)
  printer.progress('three and more than its width')
  expect(stderr()).toBe('one\nthree and more than its width\n')
})

test('a known share of the work is a bar on a terminal, as wide as that is now', () => {
  const { printer, wait, resize, stderr } = printerOn({ terminal: true, columns: 33 })
  printer.progress('downloading 5 MB of 10 MB', 0.5)
  wait(100)
  resize(20)
  printer.progress('downloading 6 MB of 10 MB', 0.6)
  expect(stderr()).toBe(
    '\r\u001b[K████░░░░  50 %  downloading 5 M…' + '\r\u001b[K 60 %  downloading ',
  )
})

test('a known share of the work is a percentage in a log', () => {
  const { printer, stderr } = printerOn({ terminal: false })
  printer.progress('downloading 5 MB of 10 MB', 0.5)
  expect(stderr()).toBe(' 50 %  downloading 5 MB of 10 MB\n')
})

test('a terminal that does not know its width counts as 80 columns wide', () => {
  const { printer, stderr } = printerOn({ terminal: true, columns: 0 })
  printer.progress('step 1')
  expect(stderr()).toBe('\r\u001b[Kstep 1')
})
