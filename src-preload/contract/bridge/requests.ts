import { z } from 'zod'
import { connectionRecordSchema } from '../connection-record'
import { diagnosisSchema, installationSchema } from '../diagnosis'
import { gpuCheckSchema } from '../gpu-check'
import {
  jobIdSchema,
  jobLogEntrySchema,
  jobProgressSchema,
  jobQueueSchema,
  newRunSchema,
} from '../job'
import { preferencesSchema } from '../preferences'
import { runIdSchema } from '../run'
import { devicesSchema, runtimesSchema, runtimeVariantSchema } from '../runtime'
import { runDescriptionSchema } from '../training-events'
import { DATASET_REQUESTS } from './dataset-requests'
import { MEASUREMENT_REQUESTS } from './measurement-requests'
import { RUN_REQUESTS } from './run-requests'
import { SKETCH_REQUESTS } from './sketch-requests'

const none = z.strictObject({})
const count = z.int().min(0)
const ofRun = z.strictObject({ run: runIdSchema })
const ofVariant = z.strictObject({ variant: runtimeVariantSchema.default('cpu') })
const ofJob = z.strictObject({ job: jobIdSchema })
const appInfoSchema = z.strictObject({
  version: z.string(),
  /** `served`: a browser that talks to `glyphlab serve`. */
  face: z.enum(['desktop', 'served']),
  platform: z.string(),
  dataHome: z.string(),
  /** What the machine of the program can do for this window. */
  can: z.strictObject({
    chooseFolder: z.boolean(),
    reveal: z.boolean(),
    quit: z.boolean(),
    /** Fill the screen so that no key of the system's leads out of it; a browser has its own full screen. */
    lockScreen: z.boolean(),
  }),
})
export type AppInfo = Readonly<z.infer<typeof appInfoSchema>>

const layerViewSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** `[height, width, channels]`, or `[units]`. */
  outputShape: z.array(count),
  parameters: count,
  multiplyAdds: count,
})

const trainingPlanSchema = z.strictObject({
  description: runDescriptionSchema,
  layers: z.array(layerViewSchema),
  /** Of the weights as float32. */
  weightsBytes: count,
  /** What the step takes at least. */
  memoryBytes: count,
  /** What an epoch takes on this machine, and what says so; null where nothing here was measured. */
  estimate: z
    .strictObject({
      secondsPerEpoch: z.number().min(0),
      from: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('run'), run: runIdSchema }),
        z.strictObject({ kind: z.literal('doctor') }),
      ]),
    })
    .nullable(),
})
export type TrainingPlanView = Readonly<z.infer<typeof trainingPlanSchema>>

const homeUsageSchema = z.strictObject({
  folder: z.string(),
  runsBytes: count,
  datasetsBytes: count,
  runtimeBytes: count,
  /** Runs that were deleted and can still be brought back. */
  trashBytes: count,
  freeBytes: count,
})

/** Every request of a window, once: what it takes and what it answers. */
export const REQUESTS = {
  'app.info': { params: none, result: appInfoSchema },
  /** Texts; null where there is no such file: only a packaged Glyphlab has those of its packages in one. */
  'app.licences': {
    params: none,
    result: z.strictObject({ glyphlab: z.string().nullable(), packages: z.string().nullable() }),
  },
  /** Opens a folder in the system's file browser. Only ids: no path crosses from the window. */
  'app.reveal': {
    params: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('data-home') }),
      z.strictObject({ what: z.literal('logs') }),
      z.strictObject({ what: z.literal('reports') }),
      z.strictObject({ what: z.literal('run'), run: runIdSchema }),
      z.strictObject({ what: z.literal('dataset'), dataset: z.string().min(1).max(4096) }),
    ]),
    result: none,
  },
  /** Begins or ends the mode for events of this window: nothing but the window is reached until it ends. */
  'app.lock-screen': { params: z.strictObject({ isLocked: z.boolean() }), result: none },
  /** A fault of the window's own, for the log file. */
  'app.report-fault': {
    params: z.strictObject({ message: z.string().max(2000), stack: z.string().max(8000) }),
    result: none,
  },
  'preferences.get': { params: none, result: preferencesSchema },
  'preferences.set': { params: preferencesSchema, result: preferencesSchema },
  'connections.list': {
    params: none,
    /** The latest first. */
    result: z.strictObject({ connections: z.array(connectionRecordSchema) }),
  },
  'home.usage': { params: none, result: homeUsageSchema },
  /** Removes for good what was deleted. */
  'home.empty-trash': { params: none, result: none },
  /** Null before the first check. */
  'doctor.report': {
    params: none,
    result: z.strictObject({ diagnosis: diagnosisSchema.nullable() }),
  },
  /** Begins a check, or joins the one that is under way; `doctor.changed` tells how it goes. */
  'doctor.check': { params: none, result: none },
  'gpu-check.state': { params: none, result: gpuCheckSchema },
  /** Begins to hold the graphics card against the processor, or joins; `gpu-check.changed` tells how it goes. */
  'gpu-check.start': { params: none, result: none },
  'gpu-check.cancel': { params: none, result: none },
  'runtime.state': { params: none, result: installationSchema },
  /** Begins to install a runtime, or joins whatever is being installed; `runtime.changed` tells how it goes. */
  'runtime.install': { params: ofVariant, result: none },
  /** The same out of a folder that was carried here, which the user chooses in a dialog of the system. */
  'runtime.install-from-folder': {
    params: ofVariant,
    result: z.strictObject({ isChosen: z.boolean() }),
  },
  'runtime.list': { params: none, result: runtimesSchema },
  /** Removes the installed runtimes of a variant; not while a run trains. */
  'runtime.remove': { params: ofVariant, result: none },
  'runtime.cancel': { params: none, result: none },
  /** What runs can be computed on here. */
  'devices.list': { params: none, result: devicesSchema },
  ...DATASET_REQUESTS,
  ...RUN_REQUESTS,
  ...MEASUREMENT_REQUESTS,
  /** What a run would be, before it is started; fails as starting it would. */
  'training.plan': { params: newRunSchema, result: trainingPlanSchema },
  'training.queue': { params: none, result: jobQueueSchema },
  'training.start': { params: newRunSchema, result: ofJob },
  /** Goes on with a run that was interrupted, or has failed. */
  'training.resume-run': { params: ofRun, result: ofJob },
  'training.pause': { params: ofJob, result: none },
  'training.resume': { params: ofJob, result: none },
  'training.stop': {
    params: z.strictObject({ job: jobIdSchema, after: z.enum(['step', 'epoch']) }),
    result: none,
  },
  /** Takes a job that waits or has ended out of the list; its run stays. */
  'training.remove': { params: ofJob, result: none },
  /** Among the jobs that wait for the same device; 0 is next. */
  'training.move': {
    params: z.strictObject({ job: jobIdSchema, position: count }),
    result: none,
  },
  /** What a window that has just opened needs of a job besides its curves. */
  'training.view': {
    params: ofJob,
    result: z.strictObject({
      progress: jobProgressSchema.nullable(),
      /** The latest thousand. */
      log: z.array(jobLogEntrySchema),
    }),
  },
  ...SKETCH_REQUESTS,
} as const satisfies Readonly<
  Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>
>

export type RequestName = keyof typeof REQUESTS
/** What a window sends. */
export type Params<Name extends RequestName> = z.input<(typeof REQUESTS)[Name]['params']>
/** What a handler gets: parsed, with defaults filled in. */
export type ParsedParams<Name extends RequestName> = z.output<(typeof REQUESTS)[Name]['params']>
export type Result<Name extends RequestName> = z.output<(typeof REQUESTS)[Name]['result']>

export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(REQUESTS, name)
}
