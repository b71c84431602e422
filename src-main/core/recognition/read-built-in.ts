import { stat } from 'node:fs/promises'
import type { BuiltInModel } from '../../../src-preload/contract/sketch'
import { readEvaluations } from '../runs/evaluations'
import { runPaths } from '../runs/run-folder'
import { readRunRecord } from '../runs/run-record'
import { builtInFolder } from './built-in'

/**
 * How the model that comes with Glyphlab was made, and what it was measured at.
 * @throws GlyphlabError `model-missing`, `run-missing`, `run-damaged` or `run-newer`
 */
export async function readBuiltInModel(folder = builtInFolder()): Promise<BuiltInModel> {
  const paths = runPaths(folder)
  const record = readRunRecord(paths)
  const { parameters, multiplyAdds, fingerprint } = record.description
  const evaluations = await readEvaluations(paths.evaluations)
  const own = evaluations.find(
    ({ part, dataset }) => part === 'test' && dataset.fingerprint === fingerprint,
  )
  const { size } = await stat(paths.best)
  return { record, evaluation: own ?? null, parameters, multiplyAdds, weightsBytes: size }
}
