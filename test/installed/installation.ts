import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Where the parts of an installed Glyphlab lie. */
export interface Installation {
  /** The folder to copy for a copy of all of it. */
  readonly folder: string
  /** What is started. */
  readonly program: string
  readonly archive: string
  /** The command line. */
  readonly launcher: string
}

/** The one that GLYPHLAB_TEST_INSTALLED names by its program: `/opt/Glyphlab/glyphlab`, say. */
export function findInstallation(): Installation {
  const named = process.env['GLYPHLAB_TEST_INSTALLED'] ?? ''
  if (!existsSync(named))
    throw new Error(`GLYPHLAB_TEST_INSTALLED must name an installed program; it is "${named}"`)
  const program = resolve(named)
  // On a Mac the program lies in Glyphlab.app/Contents/MacOS.
  const folder = process.platform === 'darwin' ? resolve(program, '../../..') : dirname(program)
  return installationIn(folder, program)
}

/** The same in a copy of its folder. */
export function copiedTo(folder: string, original: Installation): Installation {
  return installationIn(folder, join(folder, original.program.slice(original.folder.length)))
}

function installationIn(folder: string, program: string): Installation {
  const isMac = process.platform === 'darwin'
  const resources = join(folder, isMac ? 'Contents/Resources' : 'resources')
  const launcher = process.platform === 'win32' ? 'glyphlab.cmd' : 'glyphlab'
  return {
    folder,
    program,
    archive: join(resources, 'app.asar'),
    launcher: join(resources, 'bin', launcher),
  }
}
