/**
 * An address as messages, logs and files may have it: without name, password and query, which may be all
 * that keeps others from the file.
 */
export function shownUrl(url: string | URL): string {
  const parsed = typeof url === 'string' ? parseUrl(url) : url
  if (parsed === null) return withoutSecrets(String(url))
  return parsed.host === ''
    ? `${parsed.protocol}${withoutSecrets(parsed.pathname)}`
    : `${parsed.protocol}//${parsed.host}${parsed.pathname}`
}

/** What is no address may still hold what belongs into one. */
function withoutSecrets(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^.*@/s, '')
}

/** Null for what is no address. */
export function parseUrl(text: string, base?: URL): URL | null {
  return URL.canParse(text, base?.href) ? new URL(text, base) : null
}
