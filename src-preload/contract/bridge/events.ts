import { z } from 'zod'
import { diagnosisSchema, installationSchema } from '../diagnosis'
import { gpuCheckSchema } from '../gpu-check'
import { jobIdSchema, jobLogEntrySchema, jobProgressSchema, jobQueueSchema } from '../job'
import { measuringSchema } from '../measurement'
import { preferencesSchema } from '../preferences'
import { fetchSchema, importingSchema } from '../shelf'
import { epochSchema } from '../training-events'

const ofAttempt = { job: jobIdSchema, attempt: z.int().min(0) }

/** Everything that windows are told unasked, once. */
export const EVENTS = {
  /** The whole queue, after whatever changed in it. */
  'training.queue': jobQueueSchema,
  'training.progress': jobProgressSchema,
  /** An epoch has ended: each is told. */
  'training.epoch': z.strictObject({
    ...ofAttempt,
    /** Steps made at its end, counted over the whole run. */
    step: z.int().positive(),
    epoch: epochSchema,
  }),
  'training.log': z.strictObject({ job: jobIdSchema, entry: jobLogEntrySchema }),
  /** Runs have come, gone or changed; `runs.list` tells. */
  'runs.changed': z.strictObject({}),
  /** The user has opened the file of a run in the system; `runs.opened` tells which. */
  'runs.file-opened': z.strictObject({}),
  'measurements.changed': z.strictObject({}),
  'measuring.changed': measuringSchema,
  'datasets.changed': z.strictObject({}),
  /** Sketches have come, gone or been corrected. */
  'sketches.changed': z.strictObject({}),
  'fetches.changed': z.strictObject({ fetches: z.array(fetchSchema) }),
  'imports.changed': importingSchema,
  'doctor.changed': diagnosisSchema,
  'gpu-check.changed': gpuCheckSchema,
  'runtime.changed': installationSchema,
  'connections.changed': z.strictObject({}),
  'preferences.changed': preferencesSchema,
  /** The user chose something of the window's in a menu of the system. */
  'app.command': z.strictObject({
    command: z.enum([
      ...(['train', 'results', 'sketch', 'runs', 'data', 'settings'] as const),
      ...(['start', 'pause', 'stop', 'toggle-log', 'event-mode', 'shortcuts'] as const),
    ]),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>

export type EventName = keyof typeof EVENTS
export type EventPayload<Name extends EventName> = z.output<(typeof EVENTS)[Name]>

export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name)
}
