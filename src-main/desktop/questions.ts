import {
  dialog,
  type BrowserWindow,
  type MessageBoxOptions,
  type OpenDialogOptions,
} from 'electron'
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

/** A folder of the user's choice, or null. */
export async function askForFolder(window: BrowserWindow | null): Promise<string | null> {
  return ask(window, { ...TEXTS.chooseFolder, properties: ['openDirectory'] })
}

/** A file of the user's choice, or null. */
export async function askForFile(window: BrowserWindow | null): Promise<string | null> {
  return ask(window, { ...TEXTS.chooseFile, properties: ['openFile'] })
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
