import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { preferencesSchema, type Preferences } from '../../src-preload/contract/preferences'
import { PRIVATE_FILE, writeFileAtomically } from './files/atomic-write'
import { writeError } from './files/file-error'
import { jsonText } from './files/json-text'
import { makeFolder } from './files/make-folder'
import { readTextFile } from './files/read-text'

export function preferencesPath(home: string): string {
  return join(home, 'preferences.json')
}

const { sketch, eventMode } = preferencesSchema.shape

/** What a later version adds is no fault of the file. */
const fileSchema = z.object({
  ...preferencesSchema.shape,
  sketch: z.object(sketch.unwrap().shape).prefault({}),
  eventMode: z.object(eventMode.unwrap().shape).prefault({}),
})

/**
 * How the window is to look. A file that cannot be understood is set aside as `preferences.json.broken`, and
 * all is as it was at first.
 */
export async function readPreferences(home: string): Promise<Preferences> {
  const path = preferencesPath(home)
  if (!existsSync(path)) return preferencesSchema.parse({})
  try {
    return fileSchema.parse(JSON.parse(readTextFile(path)))
  } catch {
    await rename(path, `${path}.broken`).catch(() => undefined)
    return preferencesSchema.parse({})
  }
}

/** The preferences of a data home, while a program is open. */
export class UserPreferences {
  #written: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly home: string,
    private preferences: Preferences,
  ) {}

  static async open(home: string): Promise<UserPreferences> {
    return new UserPreferences(home, await readPreferences(home))
  }

  get current(): Preferences {
    return this.preferences
  }

  /** @throws GlyphlabError as `writePreferences`; they are then as they were */
  async set(preferences: Preferences): Promise<void> {
    const write = async () => {
      await writePreferences(this.home, preferences)
      this.preferences = preferences
    }
    // One after the other: they share a file.
    this.#written = this.#written.then(write, write)
    await this.#written
  }
}

/** @throws GlyphlabError `disk-full` or `output-failed`; the file is then as it was */
async function writePreferences(home: string, preferences: Preferences): Promise<void> {
  const path = preferencesPath(home)
  try {
    await makeFolder(home)
  } catch (cause) {
    throw writeError(path, cause)
  }
  // It has the PIN that keeps visitors in the mode for events.
  await writeFileAtomically(path, jsonText(preferences), { mode: PRIVATE_FILE })
}
