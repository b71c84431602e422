/** What the command line names by its flags has names of its own in a window. */
const WORDS: readonly (readonly [flag: string, words: string])[] = [
  [' by --split', ' as the split'],
  ['Give it one by --name', 'Give it a name'],
  ['another --name', 'another name'],
  ['make it anew by --replace', 'let it replace the one that is there'],
  ['leave them out by --skip-broken', 'leave out what cannot be read'],
  ['name a file with the classes by --mapping', 'use `glyphlab data import` with its --mapping'],
  ['--test-share has', 'a share of test images has'],
  ['--seed has', 'a seed has'],
  ['--split has', 'a split has'],
  ['--skip-broken has', 'leaving out what cannot be read has'],
  ['; --mapping names others', ''],
  ['Name a file by --mapping', 'Name a file to `glyphlab data import` by --mapping'],
]

/** What was said of an import, for a window: without flags, and without the place where we keep what it sent. */
export function importText(text: string, path: string, from: string): string {
  return WORDS.reduce(
    (words, [flag, instead]) => words.replaceAll(flag, instead),
    text.replaceAll(path, from),
  )
}
