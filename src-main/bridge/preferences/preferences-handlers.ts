import type { UserPreferences } from '../../core/preferences'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'

/** Keeps how windows look, and tells the others of a change. */
export function preferencesHandlers(
  preferences: UserPreferences,
  events: WindowEvents,
): Pick<Handlers, 'preferences.get' | 'preferences.set'> {
  return {
    'preferences.get': () => preferences.current,
    'preferences.set': async (wanted) => {
      await preferences.set(wanted)
      events.tell('preferences.changed', preferences.current)
      return preferences.current
    },
  }
}
