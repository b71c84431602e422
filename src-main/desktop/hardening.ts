import { app, type Session, type WebContents } from 'electron'
import type { Log } from '../bridge/log'
import { isOurPage } from './page-address'

/** What a page of ours may load; the policy of content says so as well. */
const LOADED = /^(app|blob|data|devtools):/

/** Closes every way out of the page, for each content that will ever be made. */
export function hardenContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, log))
}

function confine(contents: WebContents, log: Log): void {
  const refuse = (what: string, address: string) =>
    log.write('warn', 'window', `refused: ${what}`, { address: address.slice(0, 200) })

  contents.setWindowOpenHandler(({ url }) => {
    refuse('a new window', url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (isOurPage(event.url)) return
    event.preventDefault()
    refuse('another page', event.url)
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    refuse('a redirection', event.url)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refuse('a page within the page', '')
  })
}

/** What any browser lets a page do on the user's click: put text on the clipboard, such as a log. */
const GRANTED = 'clipboard-sanitized-write'

/** Grants nothing else and reaches no network, whatever a page asks for. */
export function hardenSession(session: Session, log: Log): void {
  silenceSpellChecker(session)
  session.setPermissionRequestHandler((contents, permission, answer) => {
    const isGranted = permission === GRANTED && isOurPage(contents.getURL())
    if (!isGranted) log.write('warn', 'window', `refused: permission ${permission}`)
    answer(isGranted)
  })
  session.setPermissionCheckHandler(
    (contents, permission) =>
      permission === GRANTED && contents !== null && isOurPage(contents.getURL()),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isRefused = !LOADED.test(url)
    if (isRefused) log.write('warn', 'window', 'refused: a connection', { url: url.slice(0, 200) })
    answer({ cancel: isRefused })
  })
}

/**
 * `spellcheck: false` of a window is not enough: the session of the browser fetches the dictionary of the system's
 * language when it is made (electron/electron#22995), which `test/no-network` sees.
 */
function silenceSpellChecker(session: Session): void {
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
}
