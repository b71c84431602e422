import type { DataService } from '../../processes/services'
import type { Handlers } from '../handlers'

/** Tells what is kept and what room is left, and removes for good what was deleted. */
export function homeHandlers(
  home: string,
  data: DataService,
): Pick<Handlers, 'home.usage' | 'home.empty-trash'> {
  return {
    'home.usage': async () => (await data.ask({ type: 'usage', home })).usage,
    'home.empty-trash': async () => {
      await data.ask({ type: 'empty-trash', home })
      return {}
    },
  }
}
