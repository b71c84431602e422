import type { MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../../src-preload/contract/bridge/events'
import { TEXTS } from './texts'

export type WindowCommand = EventPayload<'app.command'>['command']

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Not in an installed application. */
  readonly hasDeveloperTools: boolean
  readonly tell: (command: WindowCommand) => void
  readonly showLogs: () => void
  readonly showAbout: () => void
}

/** Ids of the entries that are possible at times only. */
export const PAUSE_ITEM = 'pause'
export const STOP_ITEM = 'stop'

/** The menu of the application. Keys are those that the window itself knows. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin'
  const { menu } = TEXTS
  const command = (label: string, name: WindowCommand, accelerator?: string) => ({
    id: name,
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => options.tell(name),
  })
  const settings = command(menu.settings, 'settings', 'CmdOrCtrl+,')
  const about = { label: menu.about, click: options.showAbout }
  const separator = { type: 'separator' } as const

  const application: MenuItemConstructorOptions = {
    label: TEXTS.name,
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: menu.file,
    submenu: isMac ? [{ role: 'close' }] : [settings, separator, { role: 'quit' }],
  }
  const training: MenuItemConstructorOptions = {
    label: menu.training,
    submenu: [
      command(menu.start, 'start', 'CmdOrCtrl+Enter'),
      // Space is the window's, outside a field: here it could not be typed any more.
      command(menu.pause, PAUSE_ITEM),
      command(menu.stop, STOP_ITEM, 'CmdOrCtrl+.'),
      separator,
      command(menu.log, 'toggle-log', 'CmdOrCtrl+L'),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: menu.view,
    submenu: [
      command(menu.train, 'train', 'Alt+1'),
      command(menu.results, 'results', 'Alt+2'),
      command(menu.sketch, 'sketch', 'Alt+3'),
      command(menu.runs, 'runs', 'Alt+4'),
      command(menu.data, 'data', 'Alt+5'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      command(menu.eventMode, 'event-mode', 'F11'),
      // Off a Mac its own key would be F11, too.
      { role: 'togglefullscreen', ...(isMac ? {} : { accelerator: 'Shift+F11' }) },
      ...(options.hasDeveloperTools
        ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
        : []),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: menu.help,
    submenu: [
      command(menu.shortcuts, 'shortcuts'),
      { label: menu.showLogs, click: options.showLogs },
      ...(isMac ? [] : [separator, about]),
    ],
  }
  return [
    ...(isMac ? [application] : []),
    file,
    { role: 'editMenu' },
    training,
    view,
    { role: 'windowMenu' },
    help,
  ]
}
