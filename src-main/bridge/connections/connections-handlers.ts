import { readConnections } from '../../core/connections/ledger'
import type { Handlers } from '../handlers'

/** Tells which connections to the network were made so far. */
export function connectionsHandlers(home: string): Pick<Handlers, 'connections.list'> {
  return { 'connections.list': async () => ({ connections: await readConnections(home) }) }
}
