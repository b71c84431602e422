import { expect, test } from 'vitest'
import { ERROR_HINTS, errorSchema } from '../../src-preload/contract/errors'
import { errorText, hintOf, sentence } from './en-errors'

test.each([
  ['the connection was cut', 'The connection was cut.'],
  ['écrit', 'Écrit.'],
  ['so it is there!', 'So it is there!'],
  ['TensorFlow: no memory', 'TensorFlow: no memory.'],
  ['reason: no memory', 'Reason: no memory.'],
  [
    'http://nist.example/a.zip cannot be downloaded',
    'http://nist.example/a.zip cannot be downloaded.',
  ],
  ['emnist-mnist-train.gz has 3 bytes', 'emnist-mnist-train.gz has 3 bytes.'],
])('%s is a sentence: %s', (text, words) => {
  expect(sentence(text)).toBe(words)
})

test('in the window a hint of a code is put in its words', () => {
  const error = { code: 'dataset-missing', message: 'there is none' } as const
  const text = errorText({ ...error, hint: ERROR_HINTS['dataset-missing'] })
  expect(text).toBe('There is none. Choose another data set, or take in what you have under Data.')
})

/** Of those who start a server, or open what it has printed. */
const OF_SERVERS: readonly string[] = ['sender-refused', 'serve-failed']

test('in the window no hint of a code speaks of a flag or a command', () => {
  const spoken = errorSchema.shape.code.options
    .filter((code) => !OF_SERVERS.includes(code))
    .map((code) => hintOf({ code, message: '', hint: ERROR_HINTS[code] }))
    .filter((hint) => /--|`|\bcommand\b(?! line)/.test(hint))
  expect(spoken).toEqual([])
})
