import { describe, expect, test } from 'vitest'
import { madeCurves } from '../stores/made-curves.test-helper'
import { curvesToCsv } from './curves-csv'

const curves = madeCurves({ steps: 60, epochs: 2, stepsPerEpoch: 25 })
const rows = (csv: string) => csv.trimEnd().split('\r\n')

describe('curves as CSV', () => {
  const all = rows(curvesToCsv(curves, { from: 0, to: 60 }))

  test('have a line a logged step and an epoch, in the order of steps', () => {
    const places = all.slice(1).map((row) => row.split(',').slice(0, 3).join(' '))
    expect(places).toEqual([
      'step 1 10',
      'step 1 20',
      'epoch 1 25',
      'step 2 30',
      'step 2 40',
      'step 2 50',
      'epoch 2 50',
      'step 3 60',
    ])
  })

  test('have the same columns in each line', () => {
    expect(new Set(all.map((row) => row.split(',').length))).toEqual(new Set([11]))
  })

  test('give back every value bit for bit', () => {
    const steps = all.filter((row) => row.startsWith('step')).map((row) => row.split(','))
    expect(steps.map(([, , , rate]) => Number(rate))).toEqual([...curves.learningRate.values])
    expect(steps.map(([, , , , loss]) => Number(loss))).toEqual([...curves.loss.values])
    expect(steps.map((cells) => Number(cells[5]))).toEqual([...curves.accuracy.values])
    const epochs = all.filter((row) => row.startsWith('epoch')).map((row) => row.split(','))
    expect(epochs.map((cells) => Number(cells[8]))).toEqual(
      curves.epochs.map(({ steering }) => steering.loss),
    )
  })

  test('are those of the span that is shown', () => {
    const some = rows(curvesToCsv(curves, { from: 15, to: 30 }))
    expect(some.slice(1).map((row) => row.split(',')[2])).toEqual(['20', '25', '30'])
  })
})
