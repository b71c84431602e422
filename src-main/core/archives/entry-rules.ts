const FILE_TYPE_BITS = 0o170000
const SYMBOLIC_LINK = 0o120000
const REGULAR_FILE = 0o100000

/** Systems that put the mode of a file into the upper half of its attributes (APPNOTE.TXT 4.4.2). */
const UNIX = 3
const MAC = 19

/** What is refused in a name: nothing may ever be written outside the folder that a caller names. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'it has no name'
  if (/\p{Cc}/u.test(name)) return 'its name holds control characters'
  if (name.includes('\\')) return 'its name holds a backslash'
  if (name.startsWith('/')) return 'its name is absolute'
  if (/^[a-z]:/i.test(name)) return 'its name begins with a drive'
  const steps = name.replace(/\/$/, '').split('/')
  if (steps.includes('..')) return 'its name leads out of the archive'
  if (steps.some((step) => step === '' || step === '.')) return 'its name has an empty step'
  return null
}

/** Only files are read; a link could name anything. */
export function typeProblem(versionMadeBy: number, externalAttributes: number): string | null {
  const system = versionMadeBy >>> 8
  if (system !== UNIX && system !== MAC) return null
  const type = (externalAttributes >>> 16) & FILE_TYPE_BITS
  if (type === SYMBOLIC_LINK) return 'it is a symbolic link'
  return type === 0 || type === REGULAR_FILE ? null : 'it is no regular file'
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.4.4 and 4.4.5 */
export function codingProblem(flags: number, method: number): string | null {
  if ((flags & 0x1) !== 0) return 'it is encrypted'
  return method === STORED || method === DEFLATED ? null : `it is compressed by method ${method}`
}

export const STORED = 0
const DEFLATED = 8
