import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { evaluationFileSchema, type EvaluationFile } from '../../../src-preload/contract/evaluation'
import { writeFileAtomically } from '../files/atomic-write'
import { writeError } from '../files/file-error'
import { jsonText } from '../files/json-text'
import { makeFolder } from '../files/make-folder'
import { namesIn } from '../files/names-in'
import { readJsonFile } from './read-json'

const NAME_CHARACTERS = 50

/**
 * Keeps a measurement as `<data set>-<part>.json`. Measured again, the file is replaced and the number of
 * measurements goes up; another data set of the same name gets a file of its own. A file that cannot be
 * read is put aside and counted anew: a measurement is never lost to an older one.
 *
 * @returns what was kept, with its number of measurements
 */
export async function saveEvaluation(
  folder: string,
  evaluation: Omit<EvaluationFile, 'schema' | 'measurements'>,
): Promise<EvaluationFile> {
  try {
    await makeFolder(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  const { dataset, part } = evaluation
  const plain = join(folder, `${fileName(dataset.name)}-${part}.json`)
  const marked = join(
    folder,
    `${fileName(dataset.name)}-${dataset.fingerprint.slice(0, 8)}-${part}.json`,
  )
  const earlier = await readOrPutAside(plain)
  const isOther = earlier !== null && earlier.dataset.fingerprint !== dataset.fingerprint
  const path = isOther ? marked : plain
  const same = isOther ? await readOrPutAside(marked) : earlier
  const saved: EvaluationFile = {
    schema: 1,
    ...evaluation,
    measurements: (same?.measurements ?? 0) + 1,
  }
  await writeFileAtomically(path, jsonText(saved))
  return saved
}

async function readOrPutAside(path: string): Promise<EvaluationFile | null> {
  try {
    return readJsonFile(path, evaluationFileSchema)
  } catch {
    await rename(path, `${path}.unreadable`)
    return null
  }
}

/** All measurements of a run; a file that cannot be read is left out. */
export async function readEvaluations(folder: string): Promise<EvaluationFile[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort()
  const files = names.map((name) => {
    try {
      return readJsonFile(join(folder, name), evaluationFileSchema)
    } catch {
      return null
    }
  })
  return files.filter((file) => file !== null)
}

/** A data set's name as part of a file's name on any system, which may have 255 bytes. */
function fileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '')
  return [...plain].slice(0, NAME_CHARACTERS).join('') || 'dataset'
}
