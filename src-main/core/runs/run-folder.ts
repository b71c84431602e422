import { join } from 'node:path'
import { randomInt } from 'node:crypto'
import { runIdSchema, type RunId } from '../../../src-preload/contract/run'

/**
 * A run's folder, `<runs>/<id>/`, readable without Glyphlab:
 *
 *     run.json                        what was asked for and what came of it (contract/run.ts)
 *     run.lock                        while a process works on it
 *     metrics.jsonl                   a line every tenth step and every epoch (contract/metrics.ts)
 *     notes.json                      the user's name for it, notes, tags and star: training never writes it
 *     notes.lock                      while that is changed
 *     checkpoints/initial.safetensors the weights it began with, where they were given
 *     checkpoints/last.safetensors    weights and optimizer; its metadata holds all that changes with them
 *     checkpoints/best.safetensors    weights of the best epoch, as evaluation uses them
 *     evaluations/<data set>-<part>.json
 *     events.out.tfevents.*           for TensorBoard
 */
export function runPaths(folder: string) {
  const checkpoints = join(folder, 'checkpoints')
  return {
    folder,
    record: join(folder, 'run.json'),
    lock: join(folder, 'run.lock'),
    metrics: join(folder, 'metrics.jsonl'),
    notes: join(folder, 'notes.json'),
    notesLock: join(folder, 'notes.lock'),
    checkpoints,
    initial: join(checkpoints, 'initial.safetensors'),
    last: join(checkpoints, 'last.safetensors'),
    best: join(checkpoints, 'best.safetensors'),
    evaluations: join(folder, 'evaluations'),
  } as const
}
export type RunPaths = ReturnType<typeof runPaths>

/** `<yyyymmdd-hhmmss>-<model>-<4 letters>`, the user's time. */
export function newRunId(model: string, now: Date): RunId {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
  const name = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const letters = Array.from({ length: 4 }, () => String.fromCharCode(97 + randomInt(26))).join('')
  return runIdSchema.parse([day, time, name || 'model', letters].join('-'))
}
