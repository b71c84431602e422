/**
 * The characters of a class in words, for running text: `C or c` where EMNIST merges cases.
 * @param characters at least one
 */
export function className(characters: readonly string[]): string {
  if (characters.length < 2) return characters.join('')
  return `${characters.slice(0, -1).join(', ')} or ${characters.at(-1)}`
}

/** The characters of a class where there is no room for words, such as in a table: `C c`. */
export function shortClassName(characters: readonly string[]): string {
  return characters.join(' ')
}
