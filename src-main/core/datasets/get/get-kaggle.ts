import type { EmnistSplit } from '../../../../src-preload/contract/shelf'
import { join } from 'node:path'
import { HttpFault } from '../../download/http-fault'
import { GlyphlabError } from '../../errors'
import { sizeOf } from '../../files/size-of'
import { PIXELS_PER_IMAGE } from '../dataset'
import { readSource } from '../import/read-source'
import { storeDataset, type StoredDataset } from '../store-dataset'
import { discardWholeArchive, openArchiveMembers } from './archive-members'
import { getDataset, keepOnly, type GetOptions, type GotDataset } from './get-dataset'
import type { GetTally } from './get-tally'
import { kaggleAuthorization } from './kaggle-credentials'
import type { FetchContext } from './members'
import { kaggleName, officialEmnist } from './official-emnist'

const DATASET = 'crawford/emnist'
const DOWNLOAD_URL = `https://www.kaggle.com/api/v1/datasets/download/${DATASET}`

/** Three digits and a comma. */
const MOST_BYTES_A_PIXEL = 4
const MOST_MAPPING_BYTES = 64 * 1024

export interface GetKaggleOptions extends Omit<GetOptions, 'name'> {
  /** {@link kaggleName} where left out. */
  readonly name?: string | undefined
  /** Where the credentials are. */
  readonly environment: NodeJS.ProcessEnv
  /** Kaggle's own address where left out. */
  readonly url?: string
}

/**
 * Fetches a split of EMNIST as Kaggle has it, by the user's own credentials, which go to Kaggle alone and not
 * to the storage that it redirects to. Of the archive of 1.3 GB only the CSVs of the split are fetched, where
 * the storage has ranges.
 *
 * @throws GlyphlabError `credentials-missing`, `download-failed`, `archive-invalid`, what `readSource` says of
 *   the CSVs, and as {@link getDataset}
 */
export async function getKaggle(
  split: EmnistSplit,
  { environment, url = DOWNLOAD_URL, ...options }: GetKaggleOptions,
): Promise<GotDataset> {
  const key = kaggleName(split)
  const getOptions = { ...options, name: options.name ?? key }
  return getDataset(
    {
      key,
      bytesTotal: null,
      isSame: ({ origin, split: stored }) => origin.kind === 'kaggle' && stored === split,
      fetch: async (context, tally) => {
        const authorization = await kaggleAuthorization(environment, context.note)
        await fetchCsvs(split, url, authorization, context)
        return storeCsvs(split, url, getOptions, context, tally)
      },
    },
    getOptions,
  )
}

async function fetchCsvs(
  split: EmnistSplit,
  url: string,
  authorization: string,
  context: FetchContext,
): Promise<void> {
  const missing: [name: string, limitBytes: number][] = []
  for (const [name, limitBytes] of wantedFiles(split))
    // What is there is whole: it was checked against the archive's checksum before it got its name.
    if ((await sizeOf(join(context.folder, name))) === null) missing.push([name, limitBytes])
  if (missing.length === 0) return
  try {
    await using members = await openArchiveMembers(url, context, authorization)
    for (const [name, limitBytes] of missing)
      await members.fetch({ name, bytes: null, limitBytes }, join(context.folder, name))
  } catch (error) {
    context.signal?.throwIfAborted()
    if (error instanceof GlyphlabError && error.code === 'archive-invalid')
      await discardWholeArchive(context)
    throw isRefusal(error)
      ? new GlyphlabError('download-failed', error.message, ACCESS_HINT)
      : error
  }
}

async function storeCsvs(
  split: EmnistSplit,
  url: string,
  options: GetOptions,
  context: FetchContext,
  tally: GetTally,
): Promise<StoredDataset> {
  await keepOnly(context.folder, [...wantedFiles(split).keys()])
  tally.storing()
  const { dataset, notes } = await readSource(context.folder, { split })
  notes.forEach(context.note)
  context.signal?.throwIfAborted()
  return storeDataset({ dataset, origin: { kind: 'kaggle', dataset: DATASET, url } }, options)
}

/** By name, with how long each may be. */
function wantedFiles(split: EmnistSplit): ReadonlyMap<string, number> {
  const { trainCount, testCount } = officialEmnist(split)
  const csvBytes = (count: number) => (count + 1) * (PIXELS_PER_IMAGE + 1) * MOST_BYTES_A_PIXEL
  return new Map([
    [`emnist-${split}-train.csv`, csvBytes(trainCount)],
    [`emnist-${split}-test.csv`, csvBytes(testCount)],
    [`emnist-${split}-mapping.txt`, MOST_MAPPING_BYTES],
  ])
}

function isRefusal(error: unknown): error is GlyphlabError {
  if (!(error instanceof GlyphlabError && error.cause instanceof HttpFault)) return false
  const { status } = error.cause.details
  return status === 401 || status === 403
}

const ACCESS_HINT =
  'Make a token at kaggle.com > Settings > API and put its kaggle.json into ~/.kaggle; while signed in, open the page of crawford/emnist once and accept its terms.'
