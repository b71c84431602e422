import type { BuiltInModel } from '../../../../src-preload/contract/sketch'
import type { RunRecord } from '../../../../src-preload/contract/run'

/** What visitors are told of the model that reads: only what is known of it. */
export interface ModelFacts {
  readonly trainingImages: number
  /** Share of its test part that it recognised; null where that was not measured. */
  readonly accuracy: number | null
}

export function factsOfRun({ description, result }: RunRecord): ModelFacts {
  return {
    trainingImages: description.trainingImages,
    accuracy: result?.test?.accuracy ?? null,
  }
}

export function factsOfBuiltIn({ record, evaluation }: BuiltInModel): ModelFacts {
  const facts = factsOfRun(record)
  return { ...facts, accuracy: evaluation?.report.accuracy ?? facts.accuracy }
}
