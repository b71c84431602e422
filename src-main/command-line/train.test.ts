import { expect, test } from 'vitest'
import { runCommand } from './run-command.test-helper'
import { registerTrain } from './train'

test('a preset that there is not is refused with those there are', async () => {
  const words = ['train', '--dataset', '/nowhere', '--preset', 'fastest']
  const { status, stderr } = await runCommand(words, [registerTrain])
  expect(stderr).toContain('seed-cnn, best-accuracy, quick-check, lenet or tiny')
  expect(status).toBe(2)
})

test('a group whose last seed would be too large is refused before it begins', async () => {
  const words = ['train', '--dataset', '/nowhere', '--seed', '2147483647', '--repeat', '2']
  const { status, stderr } = await runCommand(words, [registerTrain])
  expect(stderr).toContain('--seed 2147483647 with --repeat 2 would end at seed 2147483648')
  expect(status).toBe(2)
})
