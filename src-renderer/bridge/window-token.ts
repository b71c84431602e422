const KEY = 'glyphlab.token'
const IN_HASH = /^#token=([\w-]+)/

/**
 * The token of an address, which goes out of it and into the tab's own storage, so that it is in no
 * bookmark and a reload still has it; else the one kept there, or null.
 */
export function takeToken(address: string): string | null {
  const token = IN_HASH.exec(new URL(address).hash)?.[1]
  if (token === undefined) return sessionStorage.getItem(KEY)
  sessionStorage.setItem(KEY, token)
  // The router may have put a page of its own there meanwhile.
  if (IN_HASH.test(location.hash))
    history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
