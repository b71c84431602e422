import { describe, expect, test } from 'vitest'
import { barStyle, progressBar } from './progress-bar'

describe('a line of progress', () => {
  test.each<[string, number | undefined, number, 'blocks' | 'ascii', string]>([
    ['epoch 1', undefined, 30, 'blocks', 'epoch 1'],
    ['epoch 1', 0, 32, 'blocks', '░░░░░░░░   0 %  epoch 1'],
    ['epoch 1', 0.3, 32, 'blocks', '██▍░░░░░  30 %  epoch 1'],
    ['epoch 1', 0.999, 32, 'blocks', '███████▉  99 %  epoch 1'],
    ['epoch 1', 1, 32, 'blocks', '████████ 100 %  epoch 1'],
    ['epoch 1', 0.3, 32, 'ascii', '[##------]  30 %  epoch 1'],
    ['epoch 1', 0.5, 20, 'blocks', '██░░  50 %  epoch 1'],
    ['epoch 1', 0.5, 19, 'blocks', ' 50 %  epoch 1'],
    ['epoch 1', 0.5, 9, 'blocks', ' 50 %  ep'],
    ['epoch 1', 0.5, 1, 'ascii', ' '],
    ['epoch 1', -1, 20, 'blocks', '░░░░   0 %  epoch 1'],
    ['epoch 1', 7, 20, 'blocks', '████ 100 %  epoch 1'],
    ['epoch 1', Number.NaN, 20, 'blocks', '░░░░   0 %  epoch 1'],
  ])('of %j at %s in %i columns, %s', (line, fraction, columns, style, expected) => {
    expect(progressBar(line, fraction, columns, style)).toBe(expected)
  })

  test('on a wide terminal has a bar of 24 columns', () => {
    expect(progressBar('x', 0, 500, 'blocks')).toBe(`${'░'.repeat(24)}   0 %  x`)
  })

  test.each([
    ['wide letters', '手書き文字', 5, '手書'],
    ['a letter with a combining mark', 'e\u0301e\u0301e', 2, 'e\u0301e\u0301'],
    ['emoji of several code points', '👩‍🔬👩‍🔬', 3, '👩‍🔬'],
    ['control characters', 'a\u001b[2Jb\n', 9, 'a?[2Jb?'],
  ])('counts %s as a terminal does', (_, line, columns, expected) => {
    expect(progressBar(line, undefined, columns, 'blocks')).toBe(expected)
  })
})

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, 'blocks' | 'ascii']>([
  ['linux', { LANG: 'de_DE.UTF-8' }, 'blocks'],
  ['linux', { LANG: 'en_US.utf8', LC_ALL: '' }, 'blocks'],
  ['linux', { LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'ascii'],
  ['linux', { LANG: 'de_DE.UTF-8', TERM: 'linux' }, 'ascii'],
  ['linux', {}, 'ascii'],
  ['win32', {}, 'ascii'],
  ['win32', { WT_SESSION: '1' }, 'blocks'],
])('on %s with %j bars are %s', (platform, environment, style) => {
  expect(barStyle(environment, platform)).toBe(style)
})
