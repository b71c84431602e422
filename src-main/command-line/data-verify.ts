import type { Command } from 'commander'
import { z } from 'zod'
import type { DatasetVerification } from '../../src-preload/contract/dataset-verification'
import { commandToGet } from '../core/datasets/open-dataset'
import { verifyDataset } from '../core/datasets/verify-dataset'
import { GlyphlabError } from '../core/errors'
import type { CommandContext } from './command'
import { datasetFolderOf } from './dataset-word'
import { tableText } from './table'

const flagsSchema = z.looseObject({ split: z.string().optional() })

export function addVerify(data: Command, { printer, interruption }: CommandContext): void {
  data
    .command('verify')
    .description('whether the files of a data set are as they were stored, and as EMNIST publishes')
    .argument('<dataset>', "a name of the data home, or a folder with EMNIST's files")
    .option('--split <name>', 'which split, where the folder holds several')
    .action(async (word: string, values: unknown) => {
      const { split } = flagsSchema.parse(values)
      const folder = await datasetFolderOf(word)
      const verification = await verifyDataset(folder, {
        split,
        signal: interruption,
        onProgress: (name) => printer.progress(`reading ${name}`),
      })
      printer.result(verification, verificationText)
      const { problem, name } = verification
      const command = commandToGet(name)
      if (problem !== null)
        throw new GlyphlabError(
          'dataset-invalid',
          `${name} is damaged: ${problem}`,
          command === null
            ? 'Bring its files back, or remove it (`glyphlab data remove`) and store it again.'
            : `\`${command} --replace\` fetches it again.`,
        )
    })
}

function verificationText(verification: DatasetVerification): string {
  const { files, fingerprint, isOfficial } = verification
  const rows = files.map(({ name, state, isOfficial }) => [
    name,
    state,
    isOfficial === null ? '' : isOfficial ? "EMNIST's own" : "not EMNIST's own",
  ])
  const facts = [
    ...(isOfficial ? ['all of it is what EMNIST publishes'] : []),
    `fingerprint  ${fingerprint ?? 'none: it cannot be read'}`,
  ]
  return [tableText(rows), ...facts].join('\n')
}
