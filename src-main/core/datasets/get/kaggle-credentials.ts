import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'

const fileSchema = z.looseObject({ username: z.string().min(1), key: z.string().min(1) })

const READABLE_BY_OTHERS = 0o077

/**
 * The user's own access to Kaggle, as Kaggle's client takes it: KAGGLE_USERNAME and KAGGLE_KEY, or
 * `kaggle.json` in KAGGLE_CONFIG_DIR or `~/.kaggle`. What they are is in no message and no cause.
 *
 * @param note told where others can read the file
 * @returns a header of HTTP's basic authorization
 * @throws GlyphlabError `credentials-missing`
 */
export async function kaggleAuthorization(
  environment: NodeJS.ProcessEnv,
  note: (line: string) => void,
): Promise<string> {
  const { KAGGLE_USERNAME: username = '', KAGGLE_KEY: key = '' } = environment
  if (username !== '' && key !== '') return basicAuthorization(username, key)
  const path = join(configFolder(environment), 'kaggle.json')
  const text = await readCredentials(path)
  if (await isReadableByOthers(path))
    note(`other users of this machine can read ${path}: chmod 600 makes it yours alone`)
  const found = fileSchema.safeParse(parsedJson(text))
  if (!found.success)
    throw new GlyphlabError('credentials-missing', `${path} holds no username and key of Kaggle's`)
  return basicAuthorization(found.data.username, found.data.key)
}

function configFolder({ KAGGLE_CONFIG_DIR: folder }: NodeJS.ProcessEnv): string {
  return folder === undefined || folder === '' ? join(homedir(), '.kaggle') : folder
}

async function readCredentials(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = systemErrorCode(error)
    const problem = code === 'ENOENT' ? `there is no ${path}` : `${path} cannot be read (${code})`
    throw new GlyphlabError(
      'credentials-missing',
      `Kaggle wants to know who asks: KAGGLE_USERNAME and KAGGLE_KEY are not both set, and ${problem}`,
    )
  }
}

/** Its error would cite the text. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function isReadableByOthers(path: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(path)).mode & READABLE_BY_OTHERS) !== 0
}

function basicAuthorization(username: string, key: string): string {
  return `Basic ${Buffer.from(`${username}:${key}`).toString('base64')}`
}
