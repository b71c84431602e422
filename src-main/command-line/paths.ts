import { resolve } from 'node:path'

/** A path as the user meant it: `npm run` starts a script in the checkout and leaves in INIT_CWD where they stand. */
export function asTyped(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}
