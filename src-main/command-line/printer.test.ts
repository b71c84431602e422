import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Output } from './output'
import { StreamPrinter } from './printer'

function printerOn({ terminal }: { readonly terminal: boolean }) {
  const stdout = new PassThrough()
  const stderr = Object.assign(new PassThrough(), { isTTY: terminal, columns: 12 })
  let nowMs = 0
  const printer = new StreamPrinter({
    results: new Output(stdout),
    messages: new Output(stderr),
    json: false,
    now: () => nowMs,
  })
  const read = (stream: PassThrough) => String(stream.read() ?? '')
  return {
    printer,
    wait: (ms: number) => (nowMs += ms),
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

test('a log has plain lines of progress, not too many', () => {
  const { printer, wait, stderr } = printerOn({ terminal: false })
  printer.progress('one')
  wait(9_999)
  printer.progress('two')
  wait(1)
  printer.progress('three and more than its width')
  expect(stderr()).toBe('one\nthree and more than its width\n')
})
