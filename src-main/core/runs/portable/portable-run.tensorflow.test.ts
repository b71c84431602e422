import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bitsOfRun, interruptAt, useRuns } from '../made-runs.test-helper'
import { resumeRun } from '../resume-run'
import { startRun } from '../start-run'
import { exportRun } from './export-run'
import { importRun } from './import-run'

const { configuration, resources, runsFolder } = useRuns()

test('a run that was cut short goes on where it was taken in, to the same bits', async () => {
  const whole = await startRun({ ...resources(), configuration: configuration() })
  const cut = interruptAt((event) => event.type === 'step' && event.epoch === 2)
  const begun = await startRun({ ...resources(), ...cut, configuration: configuration() })
  expect(begun.outcome.reason).toBe('interrupted')
  const file = join(runsFolder(), 'run.glyphlab')
  expect((await exportRun(begun.folder, file)).leftOut).toEqual([])
  await rename(begun.folder, `${begun.folder}-before`)
  const { folder } = await importRun(file, join(runsFolder(), 'elsewhere'))
  const finished = await resumeRun({ ...resources(), folder })
  expect(finished.outcome.reason).toBe('finished')
  expect(await bitsOfRun(folder)).toEqual(await bitsOfRun(whole.folder))
})
