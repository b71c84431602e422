import { homedir, hostname, userInfo } from 'node:os'

/** Who and where: what a report that is sent to somebody must not tell. */
export interface Names {
  readonly folders: readonly string[]
  readonly user: string
  readonly host: string
}

/** Those of this machine. @param folders besides the home */
export function namesHere(...folders: readonly string[]): Names {
  // The longest first: the data home may lie in the home.
  const sorted = [...folders, homedir()].sort((a, b) => b.length - a.length)
  return { folders: sorted, user: userName(), host: hostname() }
}

/** A text with a `~` for each of the folders, and without the names. */
export function withoutNames(text: string, { folders, user, host }: Names): string {
  const withoutFolders = folders
    .filter((folder) => folder.length > 1)
    .reduce((said, folder) => said.replaceAll(folder, '~'), text)
  return [user, host]
    .filter((name) => name.length > 1)
    .reduce((said, name) => said.replaceAll(wholeWord(name), '…'), withoutFolders)
}

function wholeWord(name: string): RegExp {
  const literal = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu')
}

/** A user without an entry in the system's list has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
