import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeTestHome, type TestHome } from '../data-home'
import { ROOT } from '../electron/build-harness'
import { addFewStrokes } from '../electron/train-screen'

const run = promisify(execFile)

describe('the package for npm', () => {
  let folder: string
  let home: TestHome
  let program: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glyphlab npm ü-'))
    home = await makeTestHome()
    await addFewStrokes(home)
    await run(process.execPath, ['build/npm-package.mjs'], { cwd: ROOT })
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')))
    const archive = join(ROOT, 'out', 'package', `glyphlab-${version}.tgz`)
    await writeFile(join(folder, 'package.json'), '{}')
    // As on a machine without a connection: all that it needs is in it.
    await run('npm', ['install', '--offline', '--no-audit', archive], { cwd: folder })
    program = join(folder, 'node_modules', '.bin', 'glyphlab')
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await home[Symbol.asyncDispose]()
  })
  const glyphlab = (...words: readonly string[]) => run(program, words, { env: home.environment })

  test('installs itself alone, and runs no script of an installation', async () => {
    const installed = join(folder, 'node_modules')
    expect((await readdir(installed)).filter((name) => !name.startsWith('.'))).toEqual(['glyphlab'])
    const text = await readFile(join(installed, '.package-lock.json'), 'utf8')
    expect(text).not.toContain('hasInstallScript')
  })

  test('trains, and reads with the built-in model', async () => {
    await glyphlab('train', '--preset', 'tiny', '--epochs', '1', '--dataset', 'strokes')
    const runs = await readdir(join(home.folder, 'runs'))
    expect(runs).toHaveLength(1)
    const image = join(folder, 'sheet.png')
    await glyphlab('data', 'show', 'strokes', '--sheet', image)
    const { stdout } = await glyphlab('--json', 'predict', 'built-in', image)
    expect(stdout).toContain('"answers"')
  })

  test('serves its window', async () => {
    const child = spawn(program, ['--json', 'serve', '--port', '0'], {
      env: home.environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const { url } = z.object({ url: z.url() }).parse(JSON.parse(line))
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<div id="app">')
    const exited = once(child, 'exit')
    child.kill('SIGINT')
    await exited
  })

  test('holds no sources and no half of a desktop', async () => {
    const own = await readdir(join(folder, 'node_modules', 'glyphlab'))
    expect(own.sort()).toEqual(
      ['LICENSE', 'README.md', 'THIRD_PARTY_LICENSES.txt', 'bin', 'node_modules', 'out']
        .concat('package.json', 'resources')
        .sort(),
    )
    const built = await readdir(join(folder, 'node_modules', 'glyphlab', 'out', 'app'))
    expect(built.sort()).toEqual(['main', 'renderer'])
  })
})
