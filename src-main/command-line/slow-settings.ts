import type { TrainingConfiguration } from '../../src-preload/contract/training'
import type { CpuFeatures } from '../core/tensorflow/runtime'

/** A sentence for each setting that works and is slower than the user may know. */
export function slowSettings(
  { precision }: Pick<TrainingConfiguration, 'precision'>,
  { hasFastBfloat16 }: Pick<CpuFeatures, 'hasFastBfloat16'>,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const warnings: string[] = []
  if (precision === 'bfloat16' && hasFastBfloat16 === false)
    warnings.push('this processor has no fast bfloat16: --precision float32 will be faster.')
  if (environment['TF_ENABLE_ONEDNN_OPTS'] === '0')
    warnings.push('TF_ENABLE_ONEDNN_OPTS=0 makes training several times slower: unset it.')
  return warnings
}
