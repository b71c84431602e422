import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { removeDataset } from '../../core/datasets/remove-dataset'
import { assertNever } from '../../core/errors'
import { deleteSketches } from '../../core/sketches/delete-sketches'
import { exportSketches } from '../../core/sketches/export-sketches'
import { correctSketch, keepSketch } from '../../core/sketches/keep-sketch'
import { listSketches, openSketch } from '../../core/sketches/list-sketches'
import { refreshMySketches } from '../../core/sketches/my-sketches'
import { inTurn } from '../serve-requests'
import type { SketchesAnswer, SketchesQuestion } from './sketches-messages'

/** Answers what is asked about the sketches that are kept, one question after the other. */
export class SketchesQuestions {
  readonly #inTurn = inTurn()

  async answer(question: SketchesQuestion): Promise<SketchesAnswer> {
    return this.#inTurn(() => answerOf(question))
  }
}

async function answerOf(question: SketchesQuestion): Promise<SketchesAnswer> {
  const { type, home } = question
  switch (type) {
    case 'keep-sketch': {
      const { value: sketch, isDatasetChanged } = await keepSketch(home, question.sketch)
      return { type, sketch, isDatasetChanged }
    }
    case 'correct-sketch': {
      const { sketch: id, truth } = question
      const { value: sketch, isDatasetChanged } = await correctSketch(home, id, truth)
      return { type, sketch, isDatasetChanged }
    }
    case 'list-sketches': {
      const list = await listSketches(home, question)
      // Where a kill came between log and data set; where that cannot be mended, whoever opens it hears why.
      const isDatasetChanged = await refreshMySketches(home).catch(() => false)
      return { type, list: { ...list, sketches: [...list.sketches] }, isDatasetChanged }
    }
    case 'open-sketch':
      return { type, strokes: [...(await openSketch(home, question.sketch))] }
    case 'delete-sketches': {
      const { isDatasetChanged } = await deleteSketches(home, question.which)
      return { type, isDatasetChanged }
    }
    case 'remove-my-sketches':
      return { type, bytes: (await removeDataset(home, MY_SKETCHES)).bytes }
    case 'export-sketches': {
      const { name, zip } = await exportSketches(home)
      return { type, exported: { name, zip: zip.toString('base64') } }
    }
    default:
      return assertNever(type)
  }
}
