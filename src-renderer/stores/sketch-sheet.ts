import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type {
  KeptSketch,
  SaidOfSketch,
  SketchId,
  SketchTruth,
  Strokes,
} from '../../src-preload/contract/sketch'
import { isSameStrokes, type SheetAnswer } from '../composables/pen/sheet-reader'
import { EMPTY_SHEET, nextSheet, type Happening, type Sheet } from '../composables/pen/sheet'
import { useBridge } from './use-bridge'

/**
 * The sheet of the screen Sketch: it stays while other screens are shown. What is cleared away, replaced or corrected
 * is kept by the program.
 */
export const useSketchSheetStore = defineStore('sketch-sheet', () => {
  const bridge = useBridge()
  const sheet = shallowRef<Sheet>(EMPTY_SHEET)
  /** Why the latest sketch was not kept. */
  const refusal = shallowRef<ErrorData | null>(null)

  /** What was kept of a drawing, or is being kept: the same drawing is never kept twice. */
  let keeping = new WeakMap<Strokes, Promise<KeptSketch | null>>()
  const known = shallowReactive(new Map<Strokes, KeptSketch>())
  /** What the drawing on the sheet is kept as; null where it is not. */
  const kept = computed(() => known.get(sheet.value.strokes) ?? null)

  /** @param answer what was made of the sheet so far */
  function happens(happening: Happening, answer: SheetAnswer | null): void {
    const before = sheet.value
    sheet.value = nextSheet(before, happening)
    const isAway = happening.type === 'clear' || happening.type === 'put'
    if (isAway && sheet.value.strokes !== before.strokes) void keep(before.strokes, answer, null)
  }

  /** Says what the drawing on the sheet is in truth; null takes back what was said. */
  async function correct(truth: SketchTruth | null, answer: SheetAnswer | null): Promise<void> {
    const { strokes } = sheet.value
    const asked = keeping.get(strokes)
    if (asked === undefined) return truth === null ? undefined : keep(strokes, answer, truth)
    const sketch = await asked
    // Why it could not be kept is said already.
    if (sketch === null) return
    const corrected = await bridge.request('sketches.correct', { sketch: sketch.id, truth })
    refusal.value = corrected.ok ? null : corrected.error
    if (corrected.ok) remember(strokes, corrected.result.sketch)
    else if (corrected.error.code === 'sketch-missing') {
      // It was deleted meanwhile; the drawing is still here.
      forget(sketch.id)
      if (truth !== null) await keep(strokes, answer, truth)
    }
  }

  async function keep(
    strokes: Strokes,
    answer: SheetAnswer | null,
    truth: SketchTruth | null,
  ): Promise<void> {
    const about = answer !== null && isSameStrokes(answer.strokes, strokes) ? answer : null
    // Ink beside the paper only is no drawing.
    if (strokes.length === 0 || keeping.has(strokes) || about?.reading.kind === 'empty') return
    const asked = bridge
      .request('sketches.keep', { strokes: [...strokes], said: saidBy(about), truth })
      .then((answered) => {
        refusal.value = answered.ok ? null : answered.error
        if (answered.ok) remember(strokes, answered.result.sketch)
        else keeping.delete(strokes)
        return answered.ok ? answered.result.sketch : null
      })
    keeping.set(strokes, asked)
    await asked
  }

  /** Puts a kept sketch back onto the sheet, to be looked at again, corrected or drawn on. */
  async function open(sketch: KeptSketch, answer: SheetAnswer | null): Promise<void> {
    const opened = await bridge.request('sketches.open', { sketch: sketch.id })
    refusal.value = opened.ok ? null : opened.error
    if (!opened.ok) return
    const { strokes } = opened.result
    remember(strokes, sketch)
    happens({ type: 'put', strokes }, answer)
  }

  /** Drawings that cannot be brought back onto the sheet need not be known. */
  function remember(strokes: Strokes, sketch: KeptSketch): void {
    keeping.set(strokes, Promise.resolve(sketch))
    known.set(strokes, sketch)
    const { past, future } = sheet.value
    const reachable = new Set([strokes, sheet.value.strokes, ...past, ...future])
    for (const one of [...known.keys()]) if (!reachable.has(one)) known.delete(one)
  }

  /** What a kept sketch has become elsewhere on the screen, where it can be brought onto the sheet. */
  function renew(sketch: KeptSketch): void {
    for (const [strokes, { id }] of [...known]) if (id === sketch.id) remember(strokes, sketch)
  }

  /** What was deleted is not kept any more; null means all. */
  function forget(sketch: SketchId | null): void {
    if (sketch === null) keeping = new WeakMap()
    for (const [strokes, { id }] of [...known])
      if (sketch === null || id === sketch) {
        known.delete(strokes)
        keeping.delete(strokes)
      }
  }

  return { sheet, kept, refusal, happens, correct, open, renew, forget }
})

/** What is to be remembered of an answer: what the first model has read. */
function saidBy(answer: SheetAnswer | null): SaidOfSketch | null {
  if (answer?.reading.kind !== 'drawn') return null
  const { readings, isLegible } = answer.reading
  const [model] = answer.models
  const [first] = readings
  if (model === undefined || first?.kind !== 'read') return null
  return { model, answers: first.answers, isLegible }
}
