import type { Command } from 'commander'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { datasetsFolder } from '../core/datasets/dataset-folder'
import { importDataset } from '../core/datasets/import/import-dataset'
import { importedName } from '../core/datasets/import/imported-name'
import {
  DEFAULT_SEED,
  DEFAULT_TEST_SHARE,
  type SourceProgress,
} from '../core/datasets/import/read-source'
import { strokesRecipeSchema } from '../core/datasets/strokes/make-strokes'
import { grouped } from '../core/number-text'
import type { CommandContext } from './command'
import { datasetName } from './data-make'
import { requireReplaceable } from './dataset-in-use'
import { storedText } from './data-stored'
import { optionValue } from './option-value'
import { asTyped } from './paths'

const seedSchema = strokesRecipeSchema.shape.seed.unwrap()
const testShareSchema = z.number().gt(0).lt(1)

const importFlagsSchema = z.looseObject({
  name: z.string().optional(),
  split: z.string().optional(),
  mapping: z.string().optional(),
  testShare: z.number().optional(),
  seed: z.number().optional(),
  skipBroken: z.boolean().optional(),
  replace: z.boolean().optional(),
})

export function addImport(data: Command, { printer, interruption }: CommandContext): void {
  data
    .command('import')
    .description("take over a data set: EMNIST's or MNIST's files, CSV files, or pictures")
    .argument('<path>', 'a folder, a zip archive or a file')
    .option('--name <name>', 'what it is called in the data home (as the path is)', datasetName)
    .option('--split <name>', 'which split, where there are several')
    .option(
      '--mapping <file>',
      "names of the classes: EMNIST's format, or a name a line for labels from 0",
    )
    .option(
      '--test-share <share>',
      `of the pictures, as the test part (${DEFAULT_TEST_SHARE})`,
      optionValue(testShareSchema),
    )
    .option(
      '--seed <number>',
      `another seed parts pictures in another way (${DEFAULT_SEED})`,
      optionValue(seedSchema),
    )
    .option('--skip-broken', 'leave out pictures that cannot be read')
    .option('--replace', 'replace the data set of that name')
    .action(async (word: string, values: unknown) => {
      const flags = importFlagsSchema.parse(values)
      const path = asTyped(word)
      const name = importedName(path, flags)
      const home = dataHome()
      if (flags.replace === true) await requireReplaceable(join(datasetsFolder(home), name))
      const imported = await importDataset(path, {
        home,
        name,
        split: flags.split,
        mapping: flags.mapping === undefined ? undefined : asTyped(flags.mapping),
        testShare: flags.testShare,
        seed: flags.seed,
        skipBroken: flags.skipBroken,
        replace: flags.replace,
        onProgress: (progress) => printer.progress(...describeImport(basename(path), progress)),
        signal: interruption,
      })
      const { folder, about, notes } = imported
      for (const note of notes) printer.note(note)
      printer.result({ ...about, name, folder, notes }, (stored) =>
        [
          `${name} is there now`,
          storedText(stored),
          `fingerprint  ${stored.fingerprint}`,
          `train on it: glyphlab train --dataset ${name}`,
        ].join('\n'),
      )
    })
}

/** One line about the reading of a source, and how much of it is done. */
function describeImport(
  name: string,
  { unit, done, total }: SourceProgress,
): readonly [line: string, fraction: number] {
  const fraction = total === 0 ? 1 : done / total
  switch (unit) {
    case 'bytes':
      return [`reading ${name}`, fraction]
    case 'pictures':
      return [`reading ${name}: picture ${grouped(done)} of ${grouped(total)}`, fraction]
  }
}
