import { GlyphlabError } from '../errors'

/** What is wrong with an archive, in one line that names it and, where there is one, the entry. */
export function archiveInvalid(
  archive: string,
  problem: string,
  entry?: string,
  cause?: unknown,
): GlyphlabError {
  const what = entry === undefined ? archive : `${archive}, entry ${shown(entry)}`
  return new GlyphlabError('archive-invalid', `${what}: ${problem}`, undefined, { cause })
}

/** A name may be 64 KiB of anything. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name)
}
