/** JSON for people: two spaces, and a line break at the end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
