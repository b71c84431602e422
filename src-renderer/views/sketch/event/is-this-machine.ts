import type { AppInfo } from '../../../../src-preload/contract/bridge/requests'

/** Whether the program that reads is on the machine of this screen, as far as the window can tell. */
export function isThisMachine(face: AppInfo['face'] | null, hostname: string): boolean {
  if (face === 'desktop') return true
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
