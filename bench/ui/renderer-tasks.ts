import type { CDPSession } from 'playwright-core'
import { z } from 'zod'

/** What a trace says of one task of a page's main thread; times in microseconds. */
const taskSchema = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  ph: z.string(),
  /** On the clock; of the processor. */
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).loose().optional(),
})
const TASK = 'ThreadControllerImpl::RunTask'

/**
 * Processor time of each task of a page's main thread while something is done, in milliseconds. What a busy
 * machine makes it wait is not in it.
 */
export async function rendererTasks(
  session: CDPSession,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const events: unknown[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  const complete = new Promise<void>((resolve) =>
    session.once('Tracing.tracingComplete', () => resolve()),
  )
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  })
  await work()
  await session.send('Tracing.end')
  await complete
  const parsed = events.flatMap((event) => taskSchema.safeParse(event).data ?? [])
  const threads = new Set(
    parsed
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return parsed.flatMap(({ name, ph, pid, tid, tdur }) =>
    name === TASK && ph === 'X' && tdur !== undefined && threads.has(`${pid} ${tid}`)
      ? [tdur / 1000]
      : [],
  )
}
