import { InvalidArgumentError, type Command } from 'commander'
import { z } from 'zod'
import type { Correction, ImagePlace } from '../../src-preload/contract/dataset'
import { dataHome } from '../core/data-home'
import { addCorrections } from '../core/datasets/corrections/add-corrections'
import { correctionsPath } from '../core/datasets/corrections/corrections-log'
import { summariseCorrections } from '../core/datasets/corrections/corrections-state'
import type { Dataset } from '../core/datasets/dataset'
import { GlyphlabError } from '../core/errors'
import { grouped } from '../core/number-text'
import { namedClass } from './class-option'
import type { CommandContext } from './command'
import { changesText } from './data-show-text'
import { openNamedDataset } from './dataset-option'

const flagsSchema = z.looseObject({
  split: z.string().optional(),
  exclude: z.boolean().optional(),
  label: z.string().optional(),
  restore: z.boolean().optional(),
  reason: z.string().default(''),
})
type Flags = z.infer<typeof flagsSchema>

export function addCorrect(data: Command, context: CommandContext): void {
  data
    .command('correct')
    .description('leave images out of a data set, or give them another class; its files stay')
    .argument('<dataset>', "a name of the data home, or a folder with EMNIST's files")
    .argument('<place...>', 'images by part and place in the files, such as train:17', withPlace)
    .option('--split <name>', 'which split, where the folder holds several')
    .option('--exclude', 'leave the images out')
    .option('--label <character>', 'they are of this class')
    .option('--restore', 'take back what was said of them before')
    .option('--reason <text>', 'why, for yourself and others')
    .action((word: string, places: readonly ImagePlace[], values: unknown) =>
      correct(word, places, values, context),
    )
}

async function correct(
  word: string,
  places: readonly ImagePlace[],
  values: unknown,
  context: CommandContext,
): Promise<void> {
  const flags = flagsSchema.parse(values)
  requireOneKind(flags)
  const { split } = flags
  const own = await openNamedDataset(word, { split, corrections: 'none' }, context)
  const wanted = correctionsOf(places, flags, own.dataset)
  const { interruption: signal, printer } = context
  const home = dataHome()
  const { added, unchanged, state } = await addCorrections(home, own, wanted, { signal })
  const result = {
    dataset: own.dataset.name,
    log: correctionsPath(home, own.fingerprint),
    added,
    unchanged,
    corrections: summariseCorrections(state),
  }
  printer.result(result, ({ dataset, log, corrections }) =>
    [
      `${grouped(added.length)} of ${grouped(wanted.length)} changed` +
        (unchanged === 0 ? '' : `, ${grouped(unchanged)} as before`),
      `${dataset} now: ${corrections ? changesText(corrections) : 'no corrections'}`,
      log,
    ].join('\n'),
  )
}

function requireOneKind({ exclude, label, restore }: Flags): void {
  const given = [exclude && '--exclude', label !== undefined && '--label', restore && '--restore']
  const names = given.filter((name) => typeof name === 'string')
  if (names.length === 1) return
  throw new GlyphlabError(
    'usage',
    names.length === 0 ? 'nothing is said of the images' : `${names.join(' and ')} are both given`,
    'Give one of --exclude, --label CHARACTER and --restore.',
  )
}

function correctionsOf(
  places: readonly ImagePlace[],
  { exclude, label, reason }: Flags,
  dataset: Dataset,
): Correction[] {
  const about = { time: new Date().toISOString(), reason }
  if (label === undefined)
    return places.map((place) => ({ kind: exclude ? 'exclude' : 'restore', ...about, ...place }))
  const { label: newLabel = 0 } = dataset.classes[namedClass(dataset, label)] ?? {}
  return places.map((place) => ({ kind: 'relabel', ...about, ...place, label: newLabel }))
}

function withPlace(word: string, before: readonly ImagePlace[] | undefined): ImagePlace[] {
  const [, part, digits] = /^(train|test):(\d{1,9})$/.exec(word) ?? []
  if ((part !== 'train' && part !== 'test') || digits === undefined)
    throw new InvalidArgumentError('Allowed: train:17, test:3 and so on; the first image is 0.')
  return [...(before ?? []), { part, index: Number(digits) }]
}
