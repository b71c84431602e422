import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEXTS } from '../../src-main/desktop/texts'
import { copiedTo, findInstallation, type Installation } from './installation'
import { hasEnded, startProgram, until } from './start-application'

const run = promisify(execFile)
const ENABLED = '1'.charCodeAt(0)
const DISABLED = '0'.charCodeAt(0)
/** Electron holds the archive against its hashes on these; on Linux it does not look. */
const CHECKS_ARCHIVE = process.platform === 'darwin' || process.platform === 'win32'
if (!CHECKS_ARCHIVE) console.warn('SKIPPED: a changed archive, which Electron reads on Linux')

describe('an installed Glyphlab', () => {
  const installation = findInstallation()
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab-hardening-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }))

  test('has the fuses that SECURITY.md tells of', async () => {
    expect(await getCurrentFuseWire(installation.program)).toMatchObject({
      [FuseV1Options.RunAsNode]: ENABLED,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLED,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLED,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLED,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLED,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLED,
    })
  })

  test('runs nothing that NODE_OPTIONS names', async () => {
    const trace = join(folder, 'was-here')
    const intruder = join(folder, 'intruder.cjs')
    await writeFile(intruder, `require('fs').writeFileSync(${JSON.stringify(trace)}, '')`)
    const env = {
      ...process.env,
      GLYPHLAB_HOME: folder,
      NODE_OPTIONS: `--require ${JSON.stringify(intruder)}`,
    }
    await run(`"${installation.launcher}"`, ['--version'], { env, shell: true })
    expect(existsSync(trace)).toBe(false)
    // The same words do get a Node to run it: else nothing was tried.
    await run(process.execPath, ['--version'], { env })
    await run(process.execPath, ['-e', ''], { env })
    expect(existsSync(trace)).toBe(true)
  })

  test('lets no debugger into its main process', async () => {
    const started = startProgram(installation.program, {
      environment: { ...process.env, GLYPHLAB_HOME: folder },
      userData: join(folder, 'inspected'),
      words: ['--inspect=0'],
    })
    // By then Node would have said so.
    await until(() => started.output().includes('DevTools listening'), 60_000)
    expect(started.output()).toContain('DevTools listening')
    expect(started.output()).not.toContain('Debugger listening')
    started.main.kill('SIGKILL')
    await until(() => hasEnded(started.main), 10_000)
  })

  test.skipIf(!CHECKS_ARCHIVE).each<[string, (archive: Buffer) => number]>([
    // What would still run, were nothing looked at: a hash in the head of the archive, and a text of the program.
    ['its list of files', (archive) => archive.indexOf('"hash":"') + '"hash":"'.length],
    ['the program', (archive) => archive.indexOf(TEXTS.about)],
  ])('does not start where %s was changed', async (what, placeIn) => {
    const copy = await copyOf(installation, join(folder, what))
    const archive = await readFile(copy.archive)
    const place = placeIn(archive)
    expect(place).toBeGreaterThan(0)
    const file = await open(copy.archive, 'r+')
    const changed = archive[place] === 0x30 ? '1' : '0'
    await file.write(changed, place)
    await file.close()
    const started = startProgram(copy.program, {
      environment: { ...process.env, GLYPHLAB_HOME: folder },
      userData: join(folder, `${what} data`),
    })
    await until(() => hasEnded(started.main), 60_000)
    expect(hasEnded(started.main)).toBe(true)
    expect(started.main.exitCode).not.toBe(0)
  })

  test.skipIf(!CHECKS_ARCHIVE)('starts from a copy where nothing was changed', async () => {
    const copy = await copyOf(installation, join(folder, 'unchanged'))
    const started = startProgram(copy.program, {
      environment: { ...process.env, GLYPHLAB_HOME: join(folder, 'unchanged home') },
      userData: join(folder, 'unchanged data'),
    })
    await until(() => started.output().includes('DevTools listening'), 60_000)
    expect(started.output()).toContain('DevTools listening')
    await new Promise((resolve) => setTimeout(resolve, 5000))
    expect(hasEnded(started.main)).toBe(false)
    started.main.kill('SIGKILL')
    await until(() => hasEnded(started.main), 10_000)
  })
})

async function copyOf(installation: Installation, folder: string): Promise<Installation> {
  const copy = join(folder, basename(installation.folder))
  await cp(installation.folder, copy, { recursive: true, verbatimSymlinks: true })
  return copiedTo(copy, installation)
}
