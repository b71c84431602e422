import { expect, test } from 'vitest'
import { jobIdSchema, type Device, type JobPhase } from '../../../src-preload/contract/job'
import { STATES } from '../../../src-preload/contract/made-job.test-helper'
import { movedWithin } from './waiting-order'

function item(letter: string, phase: JobPhase = 'queued', device: Device = 'cpu') {
  const id = jobIdSchema.parse('00000000-0000-4000-8000-000000000001')
  return { letter, job: { id, device, state: STATES[phase] } }
}

const [a, b, c] = [item('a'), item('b'), item('c')]
const running = item('R', 'running')
const ended = item('E', 'failed')
const other = item('o', 'queued', 'gpu:0')

test.each([
  ['to the front', [a, b, c], c, 0, 'cab'],
  ['back', [a, b, c], a, 1, 'bac'],
  ['to the end', [a, b, c], a, 2, 'bca'],
  ['beyond the end', [a, b, c], a, 17, 'bca'],
  ['where it is', [a, b, c], b, 1, 'abc'],
  ['past one that runs, which keeps its place', [running, a, b], b, 0, 'Rba'],
  ['around one that has ended', [a, ended, b], b, 0, 'bEa'],
  ['around those of another device', [a, other, b, c], c, 0, 'coab'],
])('a job moves %s', (_, items, moved, position, expected) => {
  const letters = movedWithin(items, moved, position).map(({ letter }) => letter)
  expect(letters.join('')).toBe(expected)
})
