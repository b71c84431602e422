import { chmod } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { GlyphlabError } from '../../errors'
import type { InstallContext } from './install-folder'
import { keptOfNvidia, PTXAS } from './nvidia-members'
import type { WheelPin } from './pinned-downloads'
import { extractMembers } from './zip'

/** A wheel on the disk that has the hash of its pin. */
export interface VerifiedWheel {
  readonly pin: WheelPin
  readonly file: string
}

const LIBRARY_NAMES =
  process.platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/** From member, below tensorflow/, to file in the runtime's folder; a wheel that lacks one is refused. */
export const NEEDED_MEMBERS: ReadonlyMap<string, string> = new Map([
  ...LIBRARY_NAMES.map((name) => [name, `lib/${name}`] as const),
  ['THIRD_PARTY_NOTICES.txt', 'THIRD_PARTY_NOTICES.txt'],
  ['include/LICENSE', 'LICENSE'],
  ['include/tensorflow/c/c_api.h', 'include/tensorflow/c/c_api.h'],
])

/** The headers of the C API and what they include: 90 of the wheel's 13,000. */
const HEADERS = [
  'include/tensorflow/c/',
  'include/tensorflow/core/platform/ctstring',
  'include/tsl/platform/ctstring',
  'include/xla/tsl/c/',
]

/**
 * Takes out of TensorFlow's wheel the C library, its headers, the licence and the notices (lib/, include/,
 * LICENSE, THIRD_PARTY_NOTICES.txt), and out of NVIDIA's what the library opens (nvidia/) and their licences
 * (licenses/). `lib` stands where the wheel's `tensorflow` would: the library's run path `$ORIGIN/../nvidia/…`
 * leads to NVIDIA's.
 *
 * @throws GlyphlabError `runtime-install-failed` when a wheel is damaged or a member is missing
 */
export async function unpackWheels(
  wheels: readonly VerifiedWheel[],
  folder: string,
  options: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<void> {
  const chosen = wheels.map(({ pin, file }) => ({
    zipFile: file,
    target: (member: string) => {
      const kept = isOfNvidia(pin) ? keptOfNvidia(pin, member) : keptOfTensorFlow(member)
      return kept === undefined ? undefined : join(folder, kept)
    },
  }))
  const taken = await extractMembers(chosen, options)
  wheels.forEach(({ pin, file }, index) => {
    requireMembers(pin, basename(file), taken[index] ?? new Set())
  })
  if (taken.some((members) => members.has(PTXAS))) await chmod(join(folder, PTXAS), 0o755)
}

function isOfNvidia({ project }: WheelPin): boolean {
  return project.startsWith('nvidia-')
}

function keptOfTensorFlow(member: string): string | undefined {
  const inside = member.startsWith('tensorflow/') ? member.slice('tensorflow/'.length) : ''
  const isHeader = HEADERS.some((prefix) => inside.startsWith(prefix))
  return NEEDED_MEMBERS.get(inside) ?? (isHeader ? inside : undefined)
}

function requireMembers(pin: WheelPin, name: string, taken: ReadonlySet<string>): void {
  if (isOfNvidia(pin)) {
    if ([...taken].some((member) => member.startsWith('nvidia/'))) return
    throw lacking(`${name} holds nothing of ${pin.project}`)
  }
  for (const member of NEEDED_MEMBERS.keys())
    if (!taken.has(`tensorflow/${member}`))
      throw lacking(`the TensorFlow wheel has no member tensorflow/${member}`)
}

function lacking(message: string): GlyphlabError {
  return new GlyphlabError(
    'runtime-install-failed',
    message,
    'Check that the package index serves the original wheel.',
  )
}
