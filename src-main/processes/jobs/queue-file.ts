import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { deviceSchema, jobTaskSchema } from '../../../src-preload/contract/job'
import { runIdSchema } from '../../../src-preload/contract/run'
import { writeFileAtomically } from '../../core/files/atomic-write'
import { systemErrorCode } from '../../core/files/file-error'
import { jsonText } from '../../core/files/json-text'
import { readTextFile } from '../../core/files/read-text'

const QUEUE_SCHEMA = 1

/** A job that has not ended, as the next session takes it up. */
const keptJobSchema = z.strictObject({
  task: jobTaskSchema,
  /** Whose queue it waits in; earlier versions knew one. */
  device: deviceSchema.default('cpu'),
  /** Null before there is one. */
  run: runIdSchema.nullable(),
  createdAt: z.iso.datetime(),
})
export type KeptJob = Readonly<z.infer<typeof keptJobSchema>>

/** `queue.json` of the data home: the jobs that have not ended, in their order. */
const queueFileSchema = z.strictObject({
  schema: z.literal(QUEUE_SCHEMA),
  jobs: z.array(keptJobSchema),
})

export function queuePath(home: string): string {
  return join(home, 'queue.json')
}

/**
 * The jobs that were kept. A file that cannot be understood, or is of a later version, is set aside as
 * `queue.json.broken`, and there are none.
 */
export async function readQueue(
  path: string,
  onFault: (fault: string) => void,
): Promise<readonly KeptJob[]> {
  try {
    return queueFileSchema.parse(JSON.parse(readTextFile(path))).jobs
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    onFault(`${path} is set aside as ${path}.broken: ${reasonOf(error)}`)
    await rename(path, `${path}.broken`).catch(() => undefined)
    return []
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    return `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`
  }
  return error instanceof Error ? error.message : String(error)
}

/** @throws GlyphlabError `disk-full` or `output-failed`; the file is then as it was */
export async function writeQueue(path: string, jobs: readonly KeptJob[]): Promise<void> {
  await writeFileAtomically(path, jsonText({ schema: QUEUE_SCHEMA, jobs }))
}
