import type { RunEntry } from '../../../src-preload/contract/bridge/run-requests'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { BuiltInModel, ModelRef } from '../../../src-preload/contract/sketch'
import { isSameModel } from '../../composables/pen/sheet-reader'
import { formatMoment } from '../../strings/format'
import type { Strings } from '../../strings/strings'
import { runMark, runName } from '../runs/run-names'
import { datasetTitle } from '../train/run-words'

/** A model that can be chosen. */
export interface ModelOption {
  readonly model: ModelRef
  readonly title: string
  /** How well it reads; empty where that is not known. */
  readonly figure: string
  readonly detail: string
}

/** The built-in model first, then runs in their order. */
export function modelOptions(
  strings: Strings,
  builtIn: BuiltInModel | null,
  runs: readonly RunEntry[],
): readonly ModelOption[] {
  return [builtInOption(strings, builtIn), ...runs.map((entry) => runOption(strings, entry))]
}

/** How a model is called, known or not. */
export function optionOf(
  strings: Strings,
  options: readonly ModelOption[],
  model: ModelRef,
): ModelOption {
  return (
    options.find((option) => isSameModel(option.model, model)) ?? {
      model,
      title: strings.sketch.picker.gone,
      figure: '',
      detail: model.kind === 'run' ? model.run : '',
    }
  )
}

/** Whether it fails because the model is not there any more: another has to be chosen. */
export function isGone({ code }: ErrorData): boolean {
  return code === 'run-missing' || code === 'model-missing'
}

/** Those with every word of the text. */
export function optionsFound(
  options: readonly ModelOption[],
  text: string,
): readonly ModelOption[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean)
  return options.filter(({ title, figure, detail }) => {
    const all = `${title} ${figure} ${detail}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

function builtInOption({ sketch }: Strings, builtIn: BuiltInModel | null): ModelOption {
  const { picker } = sketch
  const evaluation = builtIn?.evaluation ?? null
  const accuracy = evaluation?.report.accuracy ?? null
  const data = evaluation?.dataset ?? null
  return {
    model: { kind: 'built-in' },
    title: picker.builtIn,
    figure:
      accuracy === null || data === null
        ? ''
        : picker.measured(accuracy, datasetTitle({ dataset: data.name, split: data.split })),
    detail: '',
  }
}

function runOption(strings: Strings, entry: RunEntry): ModelOption {
  const { picker } = strings.sketch
  const { test, best, description, run, startedAt } = entry
  const data = datasetTitle(description)
  return {
    model: { kind: 'run', run },
    title: runName(strings, entry),
    figure:
      test !== null
        ? picker.measured(test.accuracy, data)
        : best === null
          ? picker.unmeasured
          : picker.validated(best.accuracy, data),
    detail: `${runMark(run)}, ${formatMoment(startedAt)}`,
  }
}
