import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleModule } from '../../test/bundle-module'
import { completionScript, SHELLS, type Shell } from './completion-scripts'
import { registerCompletion } from './completion'
import { registerData } from './data'
import { runCommand } from './run-command.test-helper'

const RUN = '20261122-201500-seed-cnn-abcd'

let home: string
let environment: NodeJS.ProcessEnv
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'glyphlab-completion-'))
  const entry = await bundleModule('src-main/command-line/fixtures/completing.ts', home)
  await mkdir(join(home, 'bin'))
  const command = join(home, 'bin', 'glyphlab')
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`)
  await chmod(command, 0o755)
  await mkdir(join(home, 'data', 'runs', RUN), { recursive: true })
  await mkdir(join(home, 'data', 'datasets', 'letters'), { recursive: true })
  await mkdir(join(home, 'here', 'pictures'), { recursive: true })
  await writeFile(join(home, 'here', 'letter a.png'), '')
  for (const shell of SHELLS) await writeFile(join(home, shell), completionScript(shell))
  environment = {
    ...process.env,
    PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter),
    GLYPHLAB_HOME: join(home, 'data'),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    INIT_CWD: join(home, 'here'),
  }
}, 60_000)
afterAll(() => rm(home, { recursive: true }))

async function run(command: string, words: readonly string[]): Promise<string[]> {
  const options = { env: environment, cwd: join(home, 'here') }
  const { stdout, stderr } = await promisify(execFile)(command, words, options)
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

/** What bash offers when Tab is pressed at the end of a line, by its own programmable completion. */
async function inBash(line: string): Promise<string[]> {
  const script = `
    source "$1"
    COMP_LINE=$2 COMP_POINT=\${#2}
    # As readline does: words end at blanks and at "=".
    read -ra parts <<< "\${2//=/ = }"
    COMP_WORDS=("\${parts[@]}")
    [[ $2 == *[\\ =] ]] && COMP_WORDS+=('')
    [[ $2 == *= ]] && unset 'COMP_WORDS[-1]'
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    complete -p glyphlab >/dev/null || exit 1
    _glyphlab 2>/dev/null
    printf '%s\\n' "\${COMPREPLY[@]}"`
  return run('bash', ['--norc', '-c', script, 'bash', join(home, 'bash'), line])
}

/** What fish offers, without the descriptions. */
async function inFish(line: string): Promise<string[]> {
  const script = `source ${join(home, 'fish')}; complete -C '${line}'`
  const lines = await run('fish', ['--no-config', '-c', script])
  return lines.map((offered) => offered.split('\t', 1).join())
}

/** What zsh is told to offer, as `word:description`: its own `_describe` works at a terminal only. */
async function inZsh(line: string): Promise<string[]> {
  const script = `
    compdef() { }
    compset() { [[ $1 == -P ]] }
    _describe() { print -rl -- "\${(@P)@[-1]}" }
    _files() { print -r -- "files $*" }
    source "$1"
    words=("\${(@s: :)2}") CURRENT=$#words PREFIX=$words[-1]
    _glyphlab`
  return run('zsh', ['-f', '-c', script, 'zsh', join(home, 'zsh'), line])
}

const isThere = async (shell: string) =>
  promisify(execFile)(shell, ['--version']).then(
    () => true,
    () => false,
  )
const [hasFish, hasZsh] = await Promise.all([isThere('fish'), isThere('zsh')])

describe('bash completes', () => {
  test.each<[string, string, readonly string[]]>([
    ['a command', 'glyphlab tr', ['train']],
    ['a command below another', 'glyphlab data ', ['show', 'make', 'help']],
    ['the command whose help is wanted', 'glyphlab help pre', ['predict']],
    ['an option', 'glyphlab train --pre', ['--precision']],
    ['an option of all commands', 'glyphlab train --quick --js', ['--json']],
    ['a value', 'glyphlab train --precision ', ['float32', 'bfloat16']],
    ['a value behind =', 'glyphlab train --precision=b', ['bfloat16']],
    ['all values behind =', 'glyphlab train --precision=', ['float32', 'bfloat16']],
    ['an option after a value', 'glyphlab train --epochs 3 --dat', ['--dataset']],
    ['no number', 'glyphlab train --epochs ', []],
    ['a run', 'glyphlab predict 2026', [RUN]],
    ['a data set', 'glyphlab data show l', ['letters']],
    ['a data set or a folder', 'glyphlab train --dataset ', ['strokes', 'letters', 'pictures']],
    ['nothing where nothing is known', 'glyphlab frobnicate --x ', []],
  ])('%s', async (_, line, expected) => {
    expect(await inBash(line)).toEqual(expected)
  })
})

describe.skipIf(!hasFish)('fish (where it is installed) completes', () => {
  test.each<[string, string, readonly string[]]>([
    ['a command', 'glyphlab tr', ['train']],
    ['a value', 'glyphlab train --precision ', ['bfloat16', 'float32']],
    ['a value behind =', 'glyphlab train --precision=b', ['--precision=bfloat16']],
    ['a run', 'glyphlab predict 2026', [RUN]],
    ['a file', `glyphlab predict ${RUN} let`, ['letter a.png']],
  ])('%s', async (_, line, expected) => {
    expect(await inFish(line)).toEqual(expected)
  })
})

describe.skipIf(!hasZsh)('zsh (where it is installed) completes', () => {
  test.each<[string, string, readonly string[]]>([
    ['a command', 'glyphlab tr', ['train:train: a network']],
    ['a value', 'glyphlab train --precision ', ['float32', 'bfloat16']],
    ['a value behind =', 'glyphlab train --precision=b', ['--precision=bfloat16']],
    ['an option', 'glyphlab train --pre', ['--precision:float type']],
    ['a file', `glyphlab predict ${RUN} `, ['files ']],
    ['a folder', 'glyphlab train --runs ', ['files -/']],
  ])('%s', async (_, line, expected) => {
    expect(await inZsh(line)).toEqual(expected)
  })
})

test('where an empty word is lost on the way, as in PowerShell, a flag says that there is one', async () => {
  const { stdout } = await runCommand(
    ['complete', '--new-word', '--', 'completion'],
    [registerCompletion],
  )
  expect(stdout).toBe('bash\t\nzsh\t\nfish\t\npowershell\t\n:none\n')
})

test('files and folders are offered for what is imported', async () => {
  const { stdout } = await runCommand(
    ['complete', '--', 'data', 'import', ''],
    [registerData, registerCompletion],
  )
  expect(stdout).toBe(':files\n')
})

test.each(SHELLS)('completion %s prints the script alone', async (shell: Shell) => {
  const { status, stdout, stderr } = await runCommand(['completion', shell], [registerCompletion])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(`${completionScript(shell)}\n`)
})

test('another shell is wrong usage', async () => {
  const { status, stderr } = await runCommand(['completion', 'tcsh'], [registerCompletion])
  expect(status).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish, powershell.')
})
