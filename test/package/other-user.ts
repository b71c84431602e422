import { chmod, chown, lchown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** `nobody` on most systems; as nobody owns files there, all is foreign to it. */
const USER_ID = 65534

/** Somebody else than who built the application, with a home and a file to start programs by. */
export interface OtherUser extends AsyncDisposable {
  /** Its home; the folder above may be passed through by anybody. */
  readonly home: string
  /** Runs the program that follows, as this user. */
  readonly environment: NodeJS.ProcessEnv
  /** Makes a program that starts another as this user, with the same arguments. */
  starter(program: string): Promise<string>
  /** Makes all in a folder theirs. */
  own(folder: string): Promise<void>
}

/** Another user where this process may become one, that is as root; else the same, with a home of its own. */
export async function makeOtherUser(): Promise<OtherUser> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-user-'))
  const home = join(folder, 'home')
  const isRoot = process.getuid?.() === 0
  if (!isRoot) console.warn('SKIPPED: as another user, for want of the rights to become one')
  await chmod(folder, 0o755)
  await mkdir(home)
  const own = async (path: string) => {
    if (!isRoot) return
    await chown(path, USER_ID, USER_ID)
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true }))
      await lchown(join(entry.parentPath, entry.name), USER_ID, USER_ID)
  }
  await own(home)
  return {
    home,
    environment: {
      HOME: home,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      USER: 'nobody',
    },
    starter: async (program) => {
      const file = join(folder, 'start')
      const become = isRoot
        ? `setpriv --reuid ${USER_ID} --regid ${USER_ID} --clear-groups --no-new-privs `
        : ''
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, `#!/bin/sh\nexec ${become}'${program.replaceAll("'", `'\\''`)}' "$@"\n`)
      await chmod(file, 0o755)
      return file
    },
    own,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
