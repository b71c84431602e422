// `npm run test:network`: the tests beside this file, in a network of their own that leads nowhere.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { ensureBuilt, ROOT } from '../../bin/build.mjs'

// What may be fetched is there before: the build, and TensorFlow.
await ensureBuilt()
run(process.execPath, [join(ROOT, 'bin', 'glyphlab.mjs'), 'runtime', 'install', 'cpu'])

const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
)
const tests = [process.execPath, vitest, 'run', '--config', 'vitest.network.config.ts']
const obstacle = obstacleHere()
if (obstacle === null) {
  // Of this network there is only its loopback, and that has to be raised.
  const inside = [...aloneOptions(), 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...tests]
  run('unshare', [...inside, ...process.argv.slice(2)], {
    GLYPHLAB_WITHOUT_NETWORK: '1',
    ...tracedElectron(),
  })
} else {
  process.stderr.write(`SKIPPED: tests without a network, since ${obstacle}\n`)
  run(tests[0], [...tests.slice(1), ...process.argv.slice(2)], { GLYPHLAB_WITHOUT_NETWORK: '0' })
}

/** A network of one's own is root's to make, or that of who is root in a world of one's own. */
function aloneOptions() {
  return process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net']
}

/** Has the tests launch Electron under strace, where it is there. */
function tracedElectron() {
  const fetched = join(ROOT, 'node_modules/.cache/glyphlab/electron-9.4.1/electron')
  const electron = process.env.GLYPHLAB_TEST_ELECTRON ?? fetched
  if (!existsSync(electron)) return {}
  const traced = join(ROOT, 'test/no-network/traced-electron.sh')
  return { GLYPHLAB_TEST_ELECTRON: traced, GLYPHLAB_TEST_ELECTRON_UNTRACED: electron }
}

function obstacleHere() {
  if (process.platform !== 'linux') return 'this is not Linux'
  for (const [program, ...parameters] of [
    ['unshare', ...aloneOptions(), 'ip', 'link', 'set', 'lo', 'up'],
    ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect', '-o', '/dev/null', 'true'],
  ]) {
    const { status, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' })
    if (status !== 0) return `${program} cannot be used (${error?.code ?? stderr.trim()})`
  }
  return null
}

function run(program, parameters, variables = {}) {
  const { status } = spawnSync(program, parameters, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  })
  if (status !== 0) process.exit(status ?? 1)
}
