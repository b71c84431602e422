import { basename } from 'node:path'
import type { Capabilities } from '../capabilities'
import type { WindowEvents } from '../events'
import type { HandedOverFiles } from '../hand-over/handed-over-files'
import type { Handlers } from '../handlers'
import type { PortableRuns } from './portable-runs'

export interface PortableRunsDependencies {
  readonly portable: PortableRuns
  readonly capabilities: Pick<Capabilities, 'chooseTarget' | 'takeOpened'>
  readonly handedOver: Pick<HandedOverFiles, 'add'>
  readonly events: WindowEvents
}

export type PortableRunsRequest = `runs.${'export' | 'import' | 'opened'}`

/** Writes runs to files, and takes them in from such. */
export function portableRunsHandlers({
  portable,
  capabilities,
  handedOver,
  events,
}: PortableRunsDependencies): Pick<Handlers, PortableRunsRequest> {
  const { chooseTarget, takeOpened } = capabilities
  return {
    'runs.export': async ({ run }) => {
      if (chooseTarget === undefined) return { kind: 'offered', ...(await portable.offer(run)) }
      const file = await chooseTarget(portable.nameFor(run))
      if (file === null) return { kind: 'not-saved' }
      return { kind: 'saved', name: basename(file), ...(await portable.exportTo(run, file)) }
    },
    'runs.import': async ({ handedOver: id }) => {
      const imported = await portable.take(id)
      if (imported.kind === 'imported') {
        events.tell('runs.changed', {})
        events.tell('measurements.changed', {})
      }
      return imported
    },
    'runs.opened': async (_, caller) => {
      const path = takeOpened?.() ?? null
      return { file: path === null ? null : await handedOver.add([path], caller.id) }
    },
  }
}
