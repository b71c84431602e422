import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  correctionSchema,
  correctionsHeaderSchema,
  type Correction,
} from '../../../../src-preload/contract/dataset'
import { GlyphlabError } from '../../errors'
import { systemErrorCode } from '../../files/file-error'
import type { Dataset } from '../dataset'
import { correctionProblem, stateProblem } from './apply-corrections'
import { foldCorrections } from './corrections-state'

const NAME_CHARACTERS = 32

/** A data set as its files have it. */
export interface OwnDataset {
  readonly dataset: Dataset
  /** Of the data set itself, without corrections. */
  readonly fingerprint: string
}

/** A log of corrections as it was read. */
export interface CorrectionsLog {
  readonly path: string
  /** In the order in which they were made. */
  readonly corrections: readonly Correction[]
  /** How much of the file is whole; what lies behind was cut off by a kill or a full disk. 0 where there is none. */
  readonly wholeBytes: number
  /** Whether the last line, though whole, lacks its line break, as some editors leave it. */
  readonly lacksLineBreak: boolean
}

/**
 * Where the corrections of a data set are kept: by what it holds, so that they find it wherever it lies and
 * whatever it is called.
 */
export function correctionsPath(home: string, fingerprint: string): string {
  return join(home, 'corrections', `${fingerprint.slice(0, NAME_CHARACTERS)}.jsonl`)
}

/**
 * Reads the corrections of a data set. A last line that was not written to its end counts for nothing.
 * @throws GlyphlabError `corrections-invalid`, naming file and line
 */
export async function readCorrectionsLog(home: string, own: OwnDataset): Promise<CorrectionsLog> {
  const path = correctionsPath(home, own.fingerprint)
  const log = parseLog(path, await readBytes(path), own)
  const problem = stateProblem(foldCorrections(log.corrections), own.dataset)
  if (problem !== null) throw invalid(`${path}: ${problem}`)
  return log
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    // A pipe would be waited for without end, a device read without end.
    if ((await stat(path)).isFile()) return await readFile(path)
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'ENOENT') return Buffer.alloc(0)
    throw invalid(`${path} cannot be read (${code ?? String(cause)})`, cause)
  }
  throw invalid(`${path} is no file`)
}

function parseLog(path: string, bytes: Buffer, { dataset, fingerprint }: OwnDataset) {
  const endedBytes = bytes.lastIndexOf('\n') + 1
  const lines = bytes.subarray(0, endedBytes).toString().split('\n').slice(0, -1)
  const rest = bytes.subarray(endedBytes).toString()
  const lacksLineBreak = lines.length > 0 && correctionSchema.safeParse(parseJson(rest)).success
  if (lacksLineBreak) lines.push(rest)

  const [header, ...others] = lines
  if (header !== undefined) requireHeader(path, header, fingerprint)
  const corrections = others.map((line, at) => {
    const place = `${path}, line ${at + 2}`
    const parsed = correctionSchema.safeParse(parseJson(line))
    if (!parsed.success)
      throw invalid(`${place}: ${issueText(parsed.error, 'correction')}`, parsed.error)
    const problem = correctionProblem(parsed.data, dataset)
    if (problem !== null) throw invalid(`${place}: ${problem}`)
    return parsed.data
  })
  return {
    path,
    corrections,
    lacksLineBreak,
    wholeBytes: lacksLineBreak ? bytes.length : endedBytes,
  }
}

function requireHeader(path: string, line: string, fingerprint: string): void {
  const json = parseJson(line)
  const version = z.object({ schema: z.int() }).safeParse(json)
  if (version.success && version.data.schema > 1)
    throw new GlyphlabError(
      'corrections-invalid',
      `${path} is of version ${version.data.schema}, this Glyphlab reads version 1`,
      'Update Glyphlab, or go without by --no-corrections.',
    )
  const parsed = correctionsHeaderSchema.safeParse(json)
  if (!parsed.success)
    throw invalid(`${path}, line 1: ${issueText(parsed.error, 'log of corrections')}`, parsed.error)
  if (parsed.data.fingerprint !== fingerprint)
    throw invalid(
      `${path} is of ${parsed.data.dataset}, another data set: its fingerprint is ` +
        `${parsed.data.fingerprint.slice(0, 12)}, not ${fingerprint.slice(0, 12)}`,
    )
}

/** Undefined where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function issueText({ issues: [issue] }: z.ZodError, expected: string): string {
  const place = issue === undefined ? '' : issue.path.map(String).join('.')
  return place === '' ? `is no ${expected}` : `${place}: ${issue?.message}`
}

function invalid(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('corrections-invalid', message, undefined, { cause })
}
