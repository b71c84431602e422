import type { DataService } from '../../processes/services'
import type { Handlers } from '../handlers'

/** Tells what is kept, and what room is left. */
export function homeHandlers(home: string, data: DataService): Pick<Handlers, 'home.usage'> {
  return { 'home.usage': async () => (await data.ask({ type: 'usage', home })).usage }
}
