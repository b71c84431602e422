import { RUN_SCHEMA, type NotesChange, type RunNotes } from '../../../src-preload/contract/run'
import { writeFileAtomically } from '../files/atomic-write'
import { jsonText } from '../files/json-text'
import { readNotes } from './list-runs'
import { runPaths } from './run-folder'
import { holdNotes } from './run-lock'
import { readRunRecord } from './run-record'

const NONE: RunNotes = { schema: RUN_SCHEMA, name: '', text: '', tags: [], starred: false }

/**
 * Changes the user's notes to a run, of any status. Several processes may do so at once: each change is made to
 * what the one before has left.
 *
 * @param change of the notes as they are
 * @returns the notes as they are now, each tag once
 * @throws GlyphlabError `run-missing`; `run-damaged` or `run-newer` where the record or the notes cannot be read,
 *   which are then left as they are; `disk-full` or `output-failed`
 */
export async function annotateRun(
  folder: string,
  change: (before: RunNotes) => NotesChange,
): Promise<RunNotes> {
  const paths = runPaths(folder)
  // Before anything is made in a folder that is no run's.
  readRunRecord(paths)
  const write = async (): Promise<RunNotes> => {
    const before = readNotes(paths) ?? NONE
    const { name, text, tags, starred } = change(before)
    const notes: RunNotes = {
      schema: RUN_SCHEMA,
      name: name ?? before.name,
      text: text ?? before.text,
      tags: [...new Set(tags ?? before.tags)].filter((tag) => tag !== ''),
      starred: starred ?? before.starred,
    }
    await writeFileAtomically(paths.notes, jsonText(notes))
    return notes
  }
  try {
    return await holdNotes(paths, write)
  } catch (error) {
    // Where it was deleted meanwhile, that is why.
    readRunRecord(paths)
    throw error
  }
}
