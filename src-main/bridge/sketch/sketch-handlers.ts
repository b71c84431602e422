import type { ModelRef } from '../../../src-preload/contract/sketch'
import { assertNever } from '../../core/errors'
import { readBuiltInModel } from '../../core/recognition/read-built-in'
import type { ReadingModel } from '../../core/recognition/sketch-reader'
import type { RecogniserService } from '../../processes/services'
import type { Handlers } from '../handlers'
import { runFolderOf } from '../runs/run-folder-of'

/** Asks models what a sheet shows. */
export function sketchHandlers(
  home: string,
  recogniser: RecogniserService,
): Pick<Handlers, 'sketch.read' | 'sketch.built-in'> {
  return {
    'sketch.read': async ({ strokes, models }) => {
      const asked = models.map((model) => readingModel(home, model))
      const { reading } = await recogniser.ask({ type: 'read', strokes, models: asked })
      return { reading }
    },
    'sketch.built-in': async () => ({ model: await readBuiltInModel() }),
  }
}

function readingModel(home: string, model: ModelRef): ReadingModel {
  switch (model.kind) {
    case 'built-in':
      return model
    case 'run':
      return { kind: 'run', folder: runFolderOf(home, model.run) }
    default:
      return assertNever(model)
  }
}
