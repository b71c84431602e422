import type { Job } from '../../../src-preload/contract/job'

/** What decides of a job's place. */
type Placed = Pick<Job, 'id' | 'device' | 'state'>

/**
 * Gives a job that waits another place among those that wait for the same device; all others keep theirs.
 * @param position counted from 0; the last one where it is beyond
 */
export function movedWithin<Item extends { readonly job: Placed }>(
  items: readonly Item[],
  moved: Item,
  position: number,
): Item[] {
  const { device } = moved.job
  const waits = ({ job }: Item) => job.state.phase === 'queued' && job.device === device
  const waiting = items.filter((item) => waits(item) && item !== moved)
  waiting.splice(position, 0, moved)
  let next = 0
  return items.map((item) => (waits(item) ? (waiting[next++] ?? item) : item))
}
