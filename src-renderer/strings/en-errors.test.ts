import { expect, test } from 'vitest'
import { ERROR_HINTS } from '../../src-preload/contract/errors'
import { errorText, sentence } from './en-errors'

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

test('in the window no hint of a code speaks of a command', () => {
  const error = { code: 'dataset-missing', message: 'there is none' } as const
  const text = errorText({ ...error, hint: ERROR_HINTS['dataset-missing'] })
  expect(text).toBe('There is none. Choose another data set, or take in what you have under Data.')
})
