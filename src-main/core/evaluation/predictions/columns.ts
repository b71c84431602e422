import { className, shortClassName } from '../../../../src-preload/contract/class-name'
import type { CharacterClass } from '../../datasets/dataset'
import { invalidPredictions } from './invalid-predictions'

const ROLES = ['index', 'label', 'predicted'] as const
type Role = (typeof ROLES)[number]

/** Which column of a file is what, by position. */
export interface Columns {
  readonly count: number
  readonly roles: Readonly<Partial<Record<Role, number>>>
  /** The column of each class, in the order of class indices. */
  readonly classes: readonly number[]
  /** As a message calls them: by name, or `#3` for the third. */
  readonly names: readonly string[]
}

/**
 * Columns without names: the probabilities of the classes, in their order, and nothing else.
 * @throws GlyphlabError `predictions-invalid` where there are more or fewer
 */
export function unnamedColumns(
  path: string,
  line: number,
  cellCount: number,
  classCount: number,
): Columns {
  if (cellCount !== classCount)
    throw invalidPredictions(
      path,
      `${cellCount} columns without a header; expected ${classCount}, the probabilities of the classes in their order`,
      { line },
    )
  const classes = Array.from({ length: classCount }, (_, index) => index)
  return { count: classCount, roles: {}, classes, names: classes.map(numbered) }
}

/**
 * Columns by their names, in any order: `index`, `label` and `predicted` in any case, all optional (an empty
 * first name is pandas' index), and one for each class: `p_7` or `prob_7` by its label, the label alone, or
 * its character.
 *
 * @throws GlyphlabError `predictions-invalid`: a name that is none of these, twice, or missing
 */
export function namedColumns(
  path: string,
  line: number,
  header: readonly string[],
  classes: readonly CharacterClass[],
): Columns {
  const names = header.map((cell, at) => cell.trim() || numbered(at))
  const roles: Partial<Record<Role, number>> = {}
  const probabilityColumns: number[] = []
  for (const [at, name] of names.entries()) {
    const isPandasIndex = at === 0 && header[at]?.trim() === ''
    const role = isPandasIndex ? 'index' : ROLES.find((known) => known === name.toLowerCase())
    if (role === undefined) probabilityColumns.push(at)
    else if (roles[role] === undefined) roles[role] = at
    else throw invalidPredictions(path, 'is there twice', { line, column: name })
  }
  const assign = (classOfName: ReadonlyMap<string, number>) =>
    assignColumns(names, probabilityColumns, classOfName, classes)
  const byLabel = assign(labelNames(classes))
  const byCharacter = assign(characterNames(classes))
  if (byLabel.ok && byCharacter.ok && String(byLabel.columns) !== String(byCharacter.columns))
    throw invalidPredictions(path, 'its columns may be named by label or by character', {
      line,
      hint: `Name them by label: p_${classes[0]?.label ?? 0} and so on.`,
    })
  const chosen = byLabel.ok || byLabel.named >= byCharacter.named ? byLabel : byCharacter
  if (!chosen.ok) throw invalidPredictions(path, chosen.problem, { line, ...chosen.place })
  return { count: names.length, roles, classes: chosen.columns, names }
}

type Assignment =
  | { readonly ok: true; readonly named: number; readonly columns: readonly number[] }
  | {
      readonly ok: false
      /** Columns whose names are understood. */
      readonly named: number
      readonly problem: string
      readonly place: { readonly column?: string }
    }

/** Finds the column of each class by one way of naming them. */
function assignColumns(
  names: readonly string[],
  probabilityColumns: readonly number[],
  classOfName: ReadonlyMap<string, number>,
  classes: readonly CharacterClass[],
): Assignment {
  const classOf = (at: number) => classOfName.get(names[at] ?? '')
  const named = probabilityColumns.filter((at) => classOf(at) !== undefined).length
  const refuse = (problem: string, at?: number): Assignment => {
    const column = at === undefined ? undefined : names[at]
    return { ok: false, named, problem, place: column === undefined ? {} : { column } }
  }
  const columns = new Map<number, number>()
  for (const at of probabilityColumns) {
    const index = classOf(at)
    if (index === undefined)
      return refuse(
        `neither index, label or predicted nor a class of the data set, such as p_${classes[0]?.label ?? 0}`,
        at,
      )
    if (columns.has(index)) return refuse('its class is there twice', at)
    columns.set(index, at)
  }
  const missing = classes.find((_, index) => !columns.has(index))
  if (missing !== undefined)
    return refuse(
      `${columns.size} of the data set's ${classes.length} classes; ` +
        `there is no p_${missing.label} (${className(missing.characters)})`,
    )
  return { ok: true, named, columns: classes.map((_, index) => columns.get(index) ?? -1) }
}

function numbered(at: number): string {
  return `#${at + 1}`
}

function labelNames(classes: readonly CharacterClass[]): Map<string, number> {
  return namesOf(classes, ({ label }) =>
    ['p_', 'P_', 'prob_', 'Prob_', 'PROB_', ''].map((prefix) => `${prefix}${label}`),
  )
}

function characterNames(classes: readonly CharacterClass[]): Map<string, number> {
  return namesOf(classes, ({ characters }) => [
    ...characters,
    className(characters),
    shortClassName(characters),
  ])
}

function namesOf(
  classes: readonly CharacterClass[],
  of: (mapped: CharacterClass) => readonly string[],
): Map<string, number> {
  return new Map(
    classes.flatMap((mapped, index) => of(mapped).map((name) => [name, index] as const)),
  )
}
