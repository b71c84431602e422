const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The first key that an object of a JSON text has twice; `JSON.parse` would take the last one silently.
 * @param json a text that `JSON.parse` takes
 */
export function duplicateKey(json: string): string | undefined {
  /** The keys of each object that is open; null for an array. */
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < json.length; at += 1)
    switch (json[at]) {
      case '{':
        open.push(new Set())
        break
      case '[':
        open.push(null)
        break
      case '}':
      case ']':
        open.pop()
        break
      case '"': {
        const end = endOfText(json, at)
        const keys = open.at(-1)
        if (keys && isKey(json, end)) {
          const key = String(JSON.parse(json.slice(at, end)))
          if (keys.has(key)) return key
          keys.add(key)
        }
        at = end - 1
        break
      }
      default:
    }
  return undefined
}

/** The index behind the closing quote. */
function endOfText(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && json.charCodeAt(at) !== QUOTE)
    at += json.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

function isKey(json: string, end: number): boolean {
  let at = end
  while (/\s/.test(json[at] ?? '')) at += 1
  return json[at] === ':'
}
