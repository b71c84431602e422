import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { expect, test, vi } from 'vitest'
import { makeCertificate } from './certificate.test-helper'
import { startFaultyServer } from './faulty-server.test-helper'
import { HASTY, randomBytes } from './hasty.test-helper'
import { openRemoteFile } from './remote-file'
import { trustedCertificates } from './trusted-certificates'

const CAN_SAY = 'getCACertificates' in tls
/** Elsewhere the system has a store of its own, which no test should write to. */
const TAKES_A_FILE = process.platform === 'linux'
if (!CAN_SAY || !TAKES_A_FILE)
  console.warn('SKIPPED: whom the system trusts, which takes Linux and Node 22.15')

test.skipIf(!CAN_SAY || !TAKES_A_FILE)('whom the system trusts is trusted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-trust-'))
  const certificate = makeCertificate()
  const file = join(folder, 'trusted.pem')
  await writeFile(file, certificate.cert)
  vi.stubEnv('SSL_CERT_FILE', file)
  vi.stubEnv('HTTPS_PROXY', undefined)
  const bytes = randomBytes(100)
  await using server = await startFaultyServer({ '/a.zip': bytes }, { tls: certificate })
  const remote = await openRemoteFile(server.url('/a.zip'), { patience: HASTY })
  expect((await remote.readRange(10, 20)).equals(bytes.subarray(10, 20))).toBe(true)
  await rm(folder, { recursive: true })
})

test.skipIf(!CAN_SAY)('whom Node trusts is still trusted', () => {
  expect(trustedCertificates()).toEqual(expect.arrayContaining([...tls.rootCertificates]))
})
