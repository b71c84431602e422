import type { RunRecord } from '../../../src-preload/contract/run'
import { GlyphlabError } from '../errors'
import type { LastMetadata, NetworkMetadata } from './checkpoint'

/**
 * Refuses to go on from what a run has not written itself: another run's file, or a record that was changed
 * by hand since. Its metrics would be cut where they never ended.
 * @param stepsPerEpoch as the run's configuration has it now
 * @throws GlyphlabError `run-damaged`
 */
export function requireOwnLast(
  path: string,
  metadata: LastMetadata,
  record: RunRecord,
  stepsPerEpoch: number,
): void {
  requireOwn(path, metadata, record)
  const { epoch, position, step } = metadata
  if (position > stepsPerEpoch || step !== epoch * stepsPerEpoch + position)
    throw new GlyphlabError(
      'run-damaged',
      `${path} is at step ${step}, which is not step ${position} after ${epoch} epochs of ${stepsPerEpoch}`,
    )
}

/** @throws GlyphlabError `run-damaged` */
export function requireOwn(path: string, metadata: NetworkMetadata, record: RunRecord): void {
  if (metadata.run !== record.id)
    throw new GlyphlabError('run-damaged', `${path} is of run ${metadata.run}, not of ${record.id}`)
  const { configuration } = record.description
  for (const setting of ['seed', 'splitSeed'] as const)
    if (metadata[setting] !== configuration[setting])
      throw new GlyphlabError(
        'run-damaged',
        `${path} has ${setting} ${metadata[setting]}, run.json has ${configuration[setting]}`,
      )
}
