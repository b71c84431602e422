import { z } from 'zod'
import { deviceSchema } from './job'

const bytes = z.int().min(0)

/** For the processor alone, or for NVIDIA graphics cards, too. */
export const runtimeVariantSchema = z.enum(['cpu', 'gpu'])
export type RuntimeVariant = z.infer<typeof runtimeVariantSchema>

/** A folder that holds libtensorflow, or something made for it. */
export const runtimeFolderSchema = z.strictObject({
  /** `environment`: named by GLYPHLAB_LIBTENSORFLOW; `app`: came with the installed app. Both stay as they are. */
  source: z.enum(['environment', 'cache', 'app']),
  content: z.enum(['runtime', 'binding', 'unfinished']),
  /** TensorFlow's; null where nobody wrote it down. */
  version: z.string().nullable(),
  variant: runtimeVariantSchema,
  folder: z.string(),
  bytesOnDisk: bytes,
  /** `used`: what computes next, where no device is named. */
  state: z.enum(['used', 'unused', 'damaged']),
})
export type RuntimeFolderView = Readonly<z.infer<typeof runtimeFolderSchema>>

/** The runtimes of this machine, and what can be fetched for it. */
export const runtimesSchema = z.strictObject({
  runtimes: z.array(runtimeFolderSchema),
  offers: z.array(z.strictObject({ variant: runtimeVariantSchema, downloadBytes: bytes })),
})
export type Runtimes = Readonly<z.infer<typeof runtimesSchema>>

/** What a run can be computed on. */
export const devicesSchema = z.strictObject({
  /** The processor first. */
  devices: z.array(
    z.strictObject({
      device: deviceSchema,
      name: z.string().nullable(),
      /** Whether it multiplies float32 in TF32, unless that is switched off. */
      hasTf32: z.boolean(),
    }),
  ),
  /** Which of them computes where none is named. */
  standard: deviceSchema,
})
export type Devices = Readonly<z.infer<typeof devicesSchema>>
