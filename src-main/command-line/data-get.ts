import { EMNIST_SPLITS, type EmnistSplit } from '../../src-preload/contract/shelf'
import type { Command } from 'commander'
import { join } from 'node:path'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { datasetsFolder } from '../core/datasets/dataset-folder'
import type { GotDataset } from '../core/datasets/get/get-dataset'
import { usualMirrors } from '../core/datasets/get/emnist-mirrors'
import { emnistName, kaggleName } from '../core/datasets/get/official-emnist'
import { GlyphlabError } from '../core/errors'
import type { CommandContext } from './command'
import { describeGet } from './data-get-progress'
import { datasetName } from './data-make'
import { requireReplaceable } from './dataset-in-use'
import { storedText } from './data-stored'
import { optionValue } from './option-value'

const splitSchema = z.enum(EMNIST_SPLITS)
const KAGGLE = 'kaggle'
const whatSchema = z.enum([...EMNIST_SPLITS.map(emnistName), KAGGLE])
const DEFAULT_SPLIT: EmnistSplit = 'balanced'
type What = z.infer<typeof whatSchema>

const getFlagsSchema = z.looseObject({
  mirror: z.array(z.string()).optional(),
  split: splitSchema.optional(),
  name: z.string().optional(),
  replace: z.boolean().optional(),
})
type GetFlags = z.infer<typeof getFlagsSchema>

export function addGet(data: Command, context: CommandContext): void {
  data
    .command('get')
    .description('fetch a data set: a split of EMNIST from NIST, or from Kaggle')
    .argument('<what>', whatSchema.options.join(', '), optionValue(whatSchema))
    .option('--name <name>', 'what it is called in the data home (as what is fetched)', datasetName)
    .option(
      '--split <split>',
      `which split to get from Kaggle (${DEFAULT_SPLIT})`,
      optionValue(splitSchema),
    )
    .option(
      '--mirror <url>',
      'an archive (….zip) or a folder (…/) to try first; may be repeated',
      (url: string, before: readonly string[] = []) => [...before, url],
    )
    .option('--replace', 'fetch it anew and replace the data set of that name')
    .action(async (word: unknown, values: unknown) => {
      const what = whatSchema.parse(word)
      const flags = getFlagsSchema.parse(values)
      const got = await saysHowToGoOn(context, () => get(what, flags, context))
      const { name, folder, wasThere, about } = got
      context.printer.result({ name, folder, wasThere, ...about }, () => gotText(got))
    })
}

async function get(
  what: What,
  { mirror = [], split, replace, ...flags }: GetFlags,
  { printer, interruption }: CommandContext,
): Promise<GotDataset> {
  const name = flags.name ?? (what === KAGGLE ? kaggleName(split ?? DEFAULT_SPLIT) : what)
  if (replace === true) await requireReplaceable(join(datasetsFolder(dataHome()), name))
  const options = {
    home: dataHome(),
    name,
    replace,
    signal: interruption,
    onProgress: (progress: Parameters<typeof describeGet>[0]) =>
      printer.progress(...describeGet(progress)),
    onNote: (line: string) => printer.note(line),
  }
  // What downloads is loaded when it is used: it takes a tenth of a second.
  if (what === KAGGLE) {
    if (mirror.length > 0) throw notTaken('--mirror', 'Kaggle has no mirrors')
    const { getKaggle } = await import('../core/datasets/get/get-kaggle')
    return getKaggle(split ?? DEFAULT_SPLIT, { ...options, environment: process.env })
  }
  if (split !== undefined) throw notTaken('--split', `${what} is one already`)
  const { getEmnist } = await import('../core/datasets/get/get-emnist')
  return getEmnist(splitOf(what), { ...options, mirrors: [...mirror, ...usualMirrors()] })
}

function splitOf(what: Exclude<What, typeof KAGGLE>): EmnistSplit {
  return splitSchema.parse(what.replace('emnist-', ''))
}

function notTaken(flag: string, reason: string): GlyphlabError {
  return new GlyphlabError('usage', `${flag} is given, but ${reason}`, `Leave ${flag} out.`)
}

async function saysHowToGoOn<T>(
  { printer, interruption }: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (interruption.aborted) printer.note('interrupted; the same command goes on where it stopped')
    throw error
  }
}

function gotText({ name, folder, wasThere, about }: GotDataset): string {
  return [
    `${name} ${wasThere ? 'is there already' : 'is there now'}`,
    storedText({ ...about, folder }),
    `fingerprint  ${about.fingerprint}`,
    ...(about.licence === null ? [] : [`licence      ${about.licence}`]),
    ...(about.citation === null ? [] : [`to cite      ${about.citation}`]),
  ].join('\n')
}
