import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import type { InstallContext } from './install-folder'
import { extractMembers } from './zip'

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
 * Takes the C library, its headers, the licence and the notices out of a TensorFlow wheel into `folder`
 * (lib/, include/, LICENSE, THIRD_PARTY_NOTICES.txt).
 *
 * @throws GlyphlabError `runtime-install-failed` when the wheel is damaged or a member is missing
 */
export async function unpackWheel(
  wheelFile: string,
  folder: string,
  options: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<void> {
  const taken = await extractMembers(
    wheelFile,
    (member) => {
      const inside = member.startsWith('tensorflow/') ? member.slice('tensorflow/'.length) : ''
      const isHeader = HEADERS.some((prefix) => inside.startsWith(prefix))
      const target = NEEDED_MEMBERS.get(inside) ?? (isHeader ? inside : undefined)
      return target === undefined ? undefined : join(folder, target)
    },
    options,
  )
  for (const member of NEEDED_MEMBERS.keys()) {
    if (taken.has(`tensorflow/${member}`)) continue
    throw new GlyphlabError(
      'runtime-install-failed',
      `the TensorFlow wheel has no member tensorflow/${member}`,
      'Check that the package index serves the original wheel.',
    )
  }
}
