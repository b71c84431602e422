import { importDataset } from '../../src-main/core/datasets/import/import-dataset'
import { datasetFingerprint } from '../../src-main/core/datasets/fingerprint'
import { inspectDataset } from '../../src-main/core/datasets/inspect/inspect-dataset'
import { readEmnist } from '../../src-main/core/datasets/emnist'

/** One measurement in a process of its own: prints how long the work took, and the most memory it had. */
async function measure(work: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  await work()
  const ms = performance.now() - startedMs
  const peakBytes = 1024 * process.resourceUsage().maxRSS
  process.stdout.write(JSON.stringify({ ms, peakBytes }))
}

async function main([job, path = '', home = '']: readonly string[]): Promise<void> {
  switch (job) {
    case 'load':
      return measure(() => readEmnist(path))
    case 'fingerprint': {
      const dataset = await readEmnist(path)
      return measure(() => Promise.resolve(datasetFingerprint(dataset)))
    }
    case 'inspect': {
      const dataset = await readEmnist(path)
      return measure(() => inspectDataset(dataset))
    }
    case 'import':
      return measure(() => importDataset(path, { home, name: 'imported', replace: true }))
    default:
      throw new Error(`no such job: ${job}`)
  }
}

void main(process.argv.slice(2))
