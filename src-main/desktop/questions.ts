import { join } from 'node:path'
import {
  app,
  dialog,
  type BrowserWindow,
  type FileFilter,
  type MessageBoxOptions,
  type OpenDialogOptions,
} from 'electron'
import { PORTABLE_SUFFIX } from '../core/runs/portable/portable-suffix'
import { TEXTS } from './texts'

export type ClosingAnswer = 'background' | 'stop-after-epoch' | 'cancel'
const CLOSING_ANSWERS: readonly ClosingAnswer[] = ['background', 'stop-after-epoch', 'cancel']

/** What is to become of the runs when their window closes. */
export async function askBeforeClosing(
  window: BrowserWindow,
  waiting: number,
): Promise<ClosingAnswer> {
  const { message, detail, background, stopAfterEpoch, cancel } = TEXTS.closing
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail: detail(waiting),
    buttons: [background, stopAfterEpoch, cancel],
    defaultId: 0,
    cancelId: 2,
  })
  return CLOSING_ANSWERS[response] ?? 'cancel'
}

/** Whether to quit although a run trains, and others wait. */
export async function askBeforeQuitting(
  window: BrowserWindow | null,
  waiting: number,
): Promise<boolean> {
  const { message, detail, stop, cancel } = TEXTS.quitting
  const options: MessageBoxOptions = {
    type: 'question',
    message,
    detail: detail(waiting),
    buttons: [stop, cancel],
    defaultId: 0,
    cancelId: 1,
  }
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === 0
}

/** A folder of the user's choice, of images or of a packed runtime, or null. */
export async function askForFolder(
  window: BrowserWindow | null,
  what: 'data' | 'runtime',
): Promise<string | null> {
  const texts = what === 'data' ? TEXTS.chooseFolder : TEXTS.chooseRuntime
  return ask(window, { ...texts, properties: ['openDirectory'] })
}

/** A file of the user's choice, of data or of a run, or null. */
export async function askForFile(
  window: BrowserWindow | null,
  what: 'data' | 'run',
): Promise<string | null> {
  if (what === 'data') return ask(window, { ...TEXTS.chooseFile, properties: ['openFile'] })
  return ask(window, { ...TEXTS.chooseRun, filters: runFiles(), properties: ['openFile'] })
}

/** Where a file is to be written by the user's choice, or null. @param name what it is called otherwise */
export async function askForTarget(
  window: BrowserWindow | null,
  name: string,
): Promise<string | null> {
  const defaultPath = join(app.getPath('downloads'), name)
  const options = { ...TEXTS.saveRun, defaultPath, filters: runFiles() }
  const { filePath, canceled } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || !filePath ? null : filePath
}

function runFiles(): FileFilter[] {
  return [{ name: TEXTS.runFiles, extensions: [PORTABLE_SUFFIX.slice(1)] }]
}

async function ask(
  window: BrowserWindow | null,
  options: OpenDialogOptions,
): Promise<string | null> {
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}
