import type { TrainingPlanView } from '../../../src-preload/contract/bridge/requests'
import type { Diagnosis } from '../../../src-preload/contract/diagnosis'
import type { RunDescription } from '../../../src-preload/contract/training-events'
import { referenceModel } from '../../core/models/reference-model'
import { modelSize } from '../../core/models/summary'
import type { TrainingPace } from '../../core/runs/training-pace'

type Estimate = TrainingPlanView['estimate']

/**
 * How long an epoch will take on this machine: as long as one of the latest run like it, by the number of
 * images; else as long as the steps of the reference network that the doctor has timed, by multiply-adds.
 * Null where neither was measured on an idle machine.
 */
export function epochEstimate(
  description: RunDescription,
  pace: TrainingPace | null,
  diagnosis: Diagnosis | null,
): Estimate {
  if (pace !== null)
    return {
      secondsPerEpoch: pace.secondsPerImage * description.trainingImages,
      from: { kind: 'run', run: pace.run },
    }
  const { stepsPerEpoch, multiplyAdds, configuration } = description
  const link = diagnosis?.links[configuration.precision]
  if (link?.status !== 'sound' || diagnosis?.besideRun === true) return null
  const { medianStepMs, batchSize } = link.value
  const work = (multiplyAdds * configuration.batchSize) / (referenceMultiplyAdds() * batchSize)
  return {
    secondsPerEpoch: (medianStepMs * work * stepsPerEpoch) / 1000,
    from: { kind: 'doctor' },
  }
}

function referenceMultiplyAdds(): number {
  return modelSize(referenceModel()).multiplyAdds
}
