import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COPIED = ['bin', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** Entries of the build, as its configuration names them. */
async function entries(): Promise<readonly string[]> {
  const configuration = await readFile(join(ROOT, 'electron.vite.config.ts'), 'utf8')
  return [...configuration.matchAll(/'(src-(?:main|preload)\/[\w/-]+\.ts)'/g)].flatMap(
    ([, path]) => path ?? [],
  )
}

/** With a command line of a line or two. */
let checkout: string
async function makeCheckout(): Promise<void> {
  checkout = await mkdtemp(join(tmpdir(), 'glyphlab-launcher-'))
  for (const name of COPIED) await cp(join(ROOT, name), join(checkout, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
  const stubs = (await entries()).map((path) => [path, ''])
  for (const [path = '', source = ''] of [...stubs, ['src-renderer/index.html', '<p>Stub</p>']]) {
    await mkdir(dirname(join(checkout, path)), { recursive: true })
    await writeFile(join(checkout, path), source)
  }
  await writeCommandLine(`console.log('first', ...process.argv.slice(2))`)
}
const removeCheckout = () => rm(checkout, { recursive: true, force: true })

async function writeCommandLine(source: string): Promise<void> {
  await writeFile(join(checkout, 'src-main', 'cli.ts'), `${source}\n`)
}

function launch(...words: readonly string[]) {
  return promisify(execFile)(process.execPath, [join(checkout, 'bin', 'glyphlab.mjs'), ...words])
}

async function builtAtMs(): Promise<number> {
  return (await stat(join(checkout, 'out', 'app', 'main', 'cli.js'))).mtimeMs
}

describe('a command', () => {
  beforeEach(makeCheckout)
  afterEach(removeCheckout)

  test('builds what is not built, quietly, and hands the words on', async () => {
    expect(await launch('train', '--json')).toEqual({ stdout: 'first train --json\n', stderr: '' })
    expect(await readdir(join(checkout, 'out'))).toEqual(['app'])
  })

  test('builds once', async () => {
    await launch()
    const before = await builtAtMs()
    await launch()
    expect(await builtAtMs()).toBe(before)
  })

  test('builds again when a source changes, but not for a test', async () => {
    await launch()
    const before = await builtAtMs()
    await writeFile(join(checkout, 'src-main', 'cli.test.ts'), '')
    await launch()
    expect(await builtAtMs()).toBe(before)
    await writeCommandLine(`console.log('second')`)
    expect((await launch()).stdout).toBe('second\n')
  })

  test('builds again when a source of another time takes its place', async () => {
    await launch()
    await writeCommandLine(`console.log('older')`)
    await utimes(join(checkout, 'src-main', 'cli.ts'), 0, 0)
    expect((await launch()).stdout).toBe('older\n')
  })

  test('says why sources do not build, and leaves the last build alone', async () => {
    await launch()
    const before = await builtAtMs()
    await writeCommandLine(`import { nothing } from './absent'; console.log(nothing)`)
    await expect(launch()).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/absent[^]*glyphlab: the sources do not build/),
    })
    expect(await builtAtMs()).toBe(before)
    expect(await readdir(join(checkout, 'out'))).toEqual(['app'])
  })

  test('lets launches at the same time end well', async () => {
    const launches = await Promise.all([launch('a'), launch('b'), launch('c')])
    expect(launches.map(({ stdout }) => stdout)).toEqual(['first a\n', 'first b\n', 'first c\n'])
    expect(await readdir(join(checkout, 'out'))).toEqual(['app'])
  })

  test('clears away what a killed build left', async () => {
    await mkdir(join(checkout, 'out', 'build-999999999'), { recursive: true })
    await launch()
    expect(await readdir(join(checkout, 'out'))).toEqual(['app'])
  })

  test('ends with the status of the command, and leaves signals to it', async () => {
    await writeCommandLine(`process.once('SIGINT', () => process.exit(130))
    setTimeout(() => process.exit(4), 20_000)
    console.log('up')`)
    const child = spawn(process.execPath, [join(checkout, 'bin', 'glyphlab.mjs')])
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([130, null])
    await writeCommandLine('process.exitCode = 4')
    await expect(launch()).rejects.toMatchObject({ code: 4 })
  })
})

/** Puts an Electron that is a script of a line into the checkout, or one that is not fetched. */
async function prepareElectron(electron: string | null): Promise<void> {
  const modules = join(checkout, 'node_modules')
  await rm(modules, { recursive: true })
  await mkdir(join(modules, 'electron', 'dist'), { recursive: true })
  for (const name of await readdir(join(ROOT, 'node_modules')))
    if (name !== 'electron') await symlink(join(ROOT, 'node_modules', name), join(modules, name))
  await cp(join(ROOT, 'node_modules/electron/package.json'), join(modules, 'electron/package.json'))
  if (electron !== null) {
    await writeFile(join(modules, 'electron', 'path.txt'), 'electron')
    const script = join(modules, 'electron', 'dist', 'electron')
    await writeFile(script, `#!/bin/sh\n${electron}\n`, { mode: 0o755 })
  }
}

/** `npm start` in the checkout, with that Electron. */
async function start(electron: string | null, variables: NodeJS.ProcessEnv = {}) {
  await prepareElectron(electron)
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...variables }
  const words = [join(checkout, 'bin', 'start.mjs'), '--port', '0']
  return promisify(execFile)(process.execPath, words, { env })
}
const QUESTION = 'Fetch it now?'
const SERVED = 'first serve --port 0\n'
const WITH_DISPLAY = { DISPLAY: ':99' }

describe('start', () => {
  beforeAll(async () => {
    await makeCheckout()
    await launch()
  })
  afterAll(removeCheckout)

  test('opens the application with the words, as an application', async () => {
    const electron = 'echo "opened $# $2 $3 as-node:$ELECTRON_RUN_AS_NODE"; exit 3'
    const variables = { ...WITH_DISPLAY, ELECTRON_RUN_AS_NODE: '1' }
    await expect(start(electron, variables)).rejects.toMatchObject({
      code: 3,
      stdout: 'opened 3 --port 0 as-node:\n',
      stderr: '',
    })
  })

  test.each([
    ['there is no display', 'exit 3', {}, /^glyphlab: there is no display; .*\n$/],
    ['Electron is not there', null, WITH_DISPLAY, /^glyphlab: Electron is not here .*\n$/],
    ['a library is missing', 'exit 127', WITH_DISPLAY, /^glyphlab: Electron does not start .*\n$/],
    ['it crashes at once', 'kill -TRAP $$', WITH_DISPLAY, /does not start \(SIGTRAP\); .*\n$/],
  ])('says in a line that %s, and serves', async (_case, electron, variables, line) => {
    const { stdout, stderr } = await start(electron, variables)
    expect(stdout).toBe(SERVED)
    expect(stderr).toMatch(line)
  })

  test.runIf(process.platform === 'linux')('ends where its question is broken off', async () => {
    await prepareElectron(null)
    const command = `'${process.execPath}' '${join(checkout, 'bin', 'start.mjs')}'`
    const env = { ...process.env, ...WITH_DISPLAY }
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { env })
    let said = ''
    terminal.stdout.on('data', (chunk: Buffer) => {
      const isAsked = said.includes(QUESTION)
      said += chunk.toString('utf8')
      // Once: behind it nobody may be there any longer.
      if (!isAsked && said.includes(QUESTION)) terminal.stdin.write('\x03')
    })
    expect(await once(terminal, 'exit')).toEqual([130, null])
    expect(said).not.toContain('first serve')
  })
})
