/** Whether a file or folder is none of the user's: hidden, or put there by a system of its own accord. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || /^(thumbs\.db|desktop\.ini)$/i.test(name)
}
