import type { ImportOptions } from '../../../src-preload/contract/shelf'
import { readNumber } from '../../experiment/number-range'

/** How files are to be taken in, as it stands in the form: what was typed stays as it was typed. */
export interface ImportDraft {
  readonly name: string
  readonly split: string
  /** In percent. */
  readonly testShare: string
  readonly seed: string
  readonly skipBroken: boolean
  readonly replace: boolean
}

export const EMPTY_IMPORT: ImportDraft = {
  ...{ name: '', split: '', testShare: '', seed: '' },
  ...{ skipBroken: false, replace: false },
}

export type ImportField = 'name' | 'testShare' | 'seed'

export type ImportReading =
  | { readonly ok: true; readonly options: ImportOptions }
  | { readonly ok: false; readonly faults: ReadonlySet<ImportField> }

/** What can stand in a name; the program has the last word. */
const NAME = /^[\p{L}\p{M}\p{N}_.-]+$/u

/** The options of a form; what is empty is left to the program. */
export function readImport(draft: ImportDraft): ImportReading {
  const percent = numberOf(draft.testShare)
  const seed = numberOf(draft.seed)
  // As the program names a folder of that name.
  const name = textOf(draft.name)?.replace(/\s+/g, '-') ?? null
  const faults = new Set<ImportField>()
  if (name !== null && !NAME.test(name)) faults.add('name')
  if (percent !== null && !(percent > 0 && percent < 100)) faults.add('testShare')
  if (seed !== null && !(Number.isSafeInteger(seed) && seed >= 0)) faults.add('seed')
  if (faults.size > 0) return { ok: false, faults }
  return {
    ok: true,
    options: {
      name,
      split: textOf(draft.split),
      testShare: percent === null ? null : percent / 100,
      seed,
      skipBroken: draft.skipBroken,
      replace: draft.replace,
    },
  }
}

/** The form of what was tried before. */
export function draftOfImport(options: ImportOptions): ImportDraft {
  const { name, split, testShare, seed, skipBroken, replace } = options
  return {
    name: name ?? '',
    split: split ?? '',
    testShare: testShare === null ? '' : String(Number((testShare * 100).toPrecision(12))),
    seed: seed === null ? '' : String(seed),
    ...{ skipBroken, replace },
  }
}

const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Null where nothing was typed; not a number where that is none. */
function numberOf(text: string): number | null {
  return text.trim() === '' ? null : readNumber(text)
}
