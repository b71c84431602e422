import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GlyphlabError } from '../../errors'
import { fileContent } from '../../files/file-content'
import type { InstallContext } from './install-folder'
import type { WheelPin } from './pinned-downloads'
import type { VerifiedWheel } from './wheel'

/** Why a folder does not have a wheel; `path` is of a file that should have been it. */
export type WheelFault =
  | { readonly kind: 'absent' }
  | { readonly kind: 'other-version'; readonly version: string }
  | { readonly kind: 'other-system'; readonly path: string }
  | { readonly kind: 'damaged'; readonly path: string; readonly sha256: string }

/**
 * Looks for a pinned wheel in a folder, under the name that package indexes give it, and reads all of it to
 * compare its hash.
 */
export async function findWheel(
  folder: string,
  pin: WheelPin,
  signal: AbortSignal | undefined,
): Promise<VerifiedWheel | WheelFault> {
  const ofProject = (await readdir(folder).catch(() => []))
    .map(wheelName)
    .filter((name) => name?.project === pin.project)
    .filter((name) => name !== undefined)
  const ofVersion = ofProject.filter(({ version }) => version === pin.version)
  const [other] = ofProject
  if (ofVersion.length === 0)
    return other ? { kind: 'other-version', version: other.version } : { kind: 'absent' }
  const named = ofVersion.find(({ file }) => file.includes(pin.platform) && isForPython(file, pin))
  if (named === undefined)
    return { kind: 'other-system', path: join(folder, ofVersion[0]?.file ?? '') }
  const path = join(folder, named.file)
  // Of another length, it need not be read.
  const { size } = await stat(path)
  const { sha256 } = size > pin.sizeBytes ? { sha256: '' } : await fileContent(path, signal)
  return sha256 === pin.sha256 ? { pin, file: path } : { kind: 'damaged', path, sha256 }
}

interface WheelName {
  readonly file: string
  readonly project: string
  readonly version: string
}

/** @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/ */
function wheelName(file: string): WheelName | undefined {
  const [project, version] = file.split('-')
  return file.endsWith('.whl') && project !== undefined && version !== undefined
    ? { file, project: project.replaceAll('_', '-').toLowerCase(), version }
    : undefined
}

function isForPython(file: string, { abi }: WheelPin): boolean {
  return file.includes(`-${abi}-`) || file.includes('-none-')
}

/**
 * Every wheel of a list out of a folder, verified.
 * @throws GlyphlabError `runtime-install-failed` that names the first one that is absent, wrong or damaged
 */
export async function requireWheels(
  folder: string,
  pins: readonly WheelPin[],
  { onProgress, signal }: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<readonly VerifiedWheel[]> {
  onProgress({ phase: 'verifying' })
  const wheels = []
  for (const pin of pins) {
    const found = await findWheel(folder, pin, signal)
    if ('kind' in found) throw wrong(folder, pin, found)
    wheels.push(found)
  }
  return wheels
}

function wrong(folder: string, pin: WheelPin, fault: WheelFault): GlyphlabError {
  const wanted = `${pin.project} ${pin.version} for ${pin.platform}`
  const copyAgain = 'Copy the file again from the machine where the folder was packed.'
  const packAgain =
    'Pack a folder with this version of Glyphlab on a machine of the same system: `glyphlab runtime pack DIR`.'
  switch (fault.kind) {
    case 'absent':
      return failed(`${folder} is incomplete: it lacks the wheel of ${wanted}`, copyAgain)
    case 'other-version':
      return failed(
        `${folder} holds ${pin.project} ${fault.version}, wanted is ${wanted}`,
        packAgain,
      )
    case 'other-system':
      return failed(`${fault.path} is for another system, wanted is ${wanted}`, packAgain)
    case 'damaged':
      return failed(
        `${fault.path} is damaged: it is not the file with SHA-256 ${pin.sha256}`,
        copyAgain,
      )
  }
}

function failed(message: string, hint: string): GlyphlabError {
  return new GlyphlabError('runtime-install-failed', message, hint)
}
