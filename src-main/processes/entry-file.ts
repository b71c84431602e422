import { fileURLToPath } from 'node:url'

/** Entries of the build that run as a process of their own (electron.vite.config.ts). */
export type EntryName = 'trainer' | 'evaluator' | 'recogniser' | 'data-worker' | 'data-service'

/** The entry of this name beside the running bundle: all of it lies in one folder, out/app/main. */
export function entryFile(name: EntryName): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url))
}
