/** Tags as they are typed. */
export function tagsText(tags: readonly string[]): string {
  return tags.join(', ')
}

/** Tags out of what was typed, each once, in their order. */
export function tagsTyped(text: string): readonly string[] {
  const tags = text.split(/[,\n]/).map((tag) => tag.trim())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}
