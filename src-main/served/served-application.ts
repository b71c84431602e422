import type { Answer } from '../../src-preload/contract/bridge/bridge'
import type { WindowEvents } from '../bridge/events'
import type { HandedOverFiles } from '../bridge/hand-over/handed-over-files'
import type { OfferedFiles } from '../bridge/hand-over/offered-files'
import type { Caller } from '../bridge/handlers'

/** What windows in a browser need of the application. */
export interface ServedApplication {
  /** Never rejects. */
  readonly answer: (name: unknown, params: unknown, caller: Caller) => Promise<Answer<unknown>>
  readonly events: Pick<WindowEvents, 'subscribe'>
  readonly handedOver: HandedOverFiles
  readonly offered: OfferedFiles
}
