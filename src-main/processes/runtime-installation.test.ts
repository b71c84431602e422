import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installationSchema, type Installation } from '../../src-preload/contract/diagnosis'
import { RuntimeInstallation } from './runtime-installation'
import { startChildProcess } from './start-process'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-installation-'))
  // Where there is no runtime yet.
  vi.stubEnv('GLYPHLAB_HOME', folder)
  vi.stubEnv('GLYPHLAB_LIBTENSORFLOW', '')
})
afterAll(() => {
  vi.unstubAllEnvs()
  return rm(folder, { recursive: true })
})

const progress = (phase: string, bytesDone: number | null, bytesTotal: number | null) =>
  `{ type: 'installing', progress: { state: 'installing', variant: 'gpu', phase: '${phase}', bytesDone: ${bytesDone}, bytesTotal: ${bytesTotal} } }`
const DOWNLOADING = `process.send(${progress('downloading', 10, 100)})`

let children = 0
/** An installation by a data worker that does this when it is asked to install. */
async function installing(source: string) {
  const file = join(folder, `worker-${(children += 1)}.mjs`)
  await writeFile(
    file,
    `process.on('message', ({ type }) => {
       if (type === 'stop') process.exit(0)
       if (type === 'install-runtime') { ${source} }
     })`,
  )
  const told: Installation[] = []
  let starts = 0
  let tellEnd: (isInstalled: boolean) => void = () => undefined
  const ended = new Promise<boolean>((resolve) => (tellEnd = resolve))
  const installation = new RuntimeInstallation({
    file,
    startProcess: (options) => {
      starts += 1
      return startChildProcess(options)
    },
    onChange: (state) => told.push(installationSchema.parse(state)),
    onEnded: (isInstalled) => tellEnd(isInstalled),
  })
  return { installation, told, ended, starts: () => starts }
}

const begun = {
  state: 'installing',
  variant: 'gpu',
  phase: 'waiting',
  bytesDone: null,
  bytesTotal: null,
}
const downloading = {
  state: 'installing',
  variant: 'gpu',
  phase: 'downloading',
  bytesDone: 10,
  bytesTotal: 100,
}

test('it tells where it stands, and that it has ended', async () => {
  const { installation, told, ended, starts } = await installing(`${DOWNLOADING}
    process.send(${progress('compiling', null, null)})
    process.send({ type: 'installed' }, () => process.disconnect())`)
  expect(await installation.state()).toEqual({ state: 'idle', isThere: false })
  installation.install('gpu')
  installation.install('gpu')
  expect(await installation.state()).toEqual(begun)
  expect(await ended).toBe(true)
  expect(told).toEqual([
    begun,
    downloading,
    { state: 'installing', variant: 'gpu', phase: 'compiling', bytesDone: null, bytesTotal: null },
    { state: 'idle', isThere: true },
  ])
  expect(starts()).toBe(1)
})

test('a failure stays until the next try', async () => {
  const error = "{ code: 'runtime-missing', message: 'no way', hint: 'Connect.' }"
  const { installation, ended, starts } = await installing(
    `process.send({ type: 'failed', error: ${error} }, () => process.disconnect())`,
  )
  installation.install('gpu')
  expect(await ended).toBe(false)
  expect(await installation.state()).toEqual({
    state: 'failed',
    variant: 'gpu',
    error: { code: 'runtime-missing', message: 'no way', hint: 'Connect.' },
  })
  installation.install('gpu')
  expect(await installation.state()).toEqual(begun)
  expect(starts()).toBe(2)
  await installation.cancel()
})

test.each([
  ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'process-killed'],
  ['exits', 'process.exit(4)', 'process-crashed'],
  ['ends without a word', 'process.exit(0)', 'runtime-install-failed'],
])('a worker that %s has failed', async (_, source, code) => {
  const { installation, ended } = await installing(source)
  installation.install('gpu')
  expect(await ended).toBe(false)
  expect(await installation.state()).toMatchObject({ state: 'failed', error: { code } })
})

test('cancelling is no failure', async () => {
  const { installation, told, ended } = await installing(DOWNLOADING)
  installation.install('gpu')
  await expect.poll(() => told.at(-1)).toEqual(downloading)
  await installation.cancel()
  expect(await ended).toBe(false)
  expect(await installation.state()).toEqual({ state: 'idle', isThere: false })
  await installation.cancel()
})
