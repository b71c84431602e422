import { useDocumentVisibility } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { ModelRef, Strokes } from '../../../src-preload/contract/sketch'
import { useBridge, whenConnected } from '../../stores/use-bridge'
import { everyWhileSeen } from '../../stores/while-seen'
import { strokesOf, type Sheet } from './sheet'
import { continues, isSameModel, SheetReader, type SheetAnswer } from './sheet-reader'
import { nextTimeline, NO_TIMELINE, type Timeline } from './timeline'

/** Models that nobody asks are closed after two minutes. */
const KEPT_READY_EVERY_MS = 60_000

export interface SheetReading {
  /** The latest answer; null where nothing is drawn, or where nothing was answered yet. */
  readonly answer: Readonly<ShallowRef<SheetAnswer | null>>
  /** Why the sheet could not be read; null where it could. */
  readonly refusal: Readonly<ShallowRef<ErrorData | null>>
  /** Whether the models are being opened. */
  readonly isOpening: ComputedRef<boolean>
  /** What was read while the drawing was made. */
  readonly timeline: Readonly<ShallowRef<Timeline>>
  /** Reads what is on the sheet again. */
  readonly again: () => void
}

/**
 * What models make of a sheet, for as long as the caller is there: live while it is drawn on, and at once when a
 * stroke has ended. The models are opened before, and kept open while the page is in sight.
 */
export function useSheetReading(
  sheet: () => Sheet,
  models: () => readonly ModelRef[],
): SheetReading {
  const bridge = useBridge()
  const reader = new SheetReader(bridge, { strokes: strokesOf(sheet()), models: models() })
  const timeline = shallowRef<Timeline>(NO_TIMELINE)
  let drawn = strokesOf(sheet())

  // At once: a stroke's end is not to wait for what the page is brought up to date with.
  watch(
    [() => sheet().strokes, () => sheet().live?.stroke, models] as const,
    ([strokes, , wanted], [before, , wantedBefore]) => {
      const isUrgent = strokes !== before || wanted !== wantedBefore
      const all = strokesOf(sheet())
      if (!isSameFirst(wantedBefore, wanted) || !isOfOneDrawing(drawn, all))
        timeline.value = NO_TIMELINE
      drawn = all
      reader.read({ strokes: all, models: wanted }, isUrgent)
    },
    { flush: 'sync' },
  )
  watch(
    reader.answer,
    (answer) => {
      if (answer !== null) timeline.value = nextTimeline(timeline.value, answer)
    },
    { flush: 'sync' },
  )

  onScopeDispose(whenConnected(bridge, () => reader.again()))
  onScopeDispose(everyWhileSeen(KEPT_READY_EVERY_MS, () => reader.keepReady()))
  onScopeDispose(() => reader.close())
  const visibility = useDocumentVisibility()
  watch(visibility, (now) => now === 'visible' && reader.keepReady())

  return {
    answer: reader.answer,
    refusal: reader.refusal,
    isOpening: computed(() => !reader.isReady.value && reader.refusal.value === null),
    timeline,
    again: () => reader.again(),
  }
}

/** A timeline is of the first model. */
function isSameFirst(before: readonly ModelRef[], now: readonly ModelRef[]): boolean {
  const [first] = now
  return first !== undefined && isSameModel(first, before[0])
}

/** Whether one was drawn on, or something of it taken back, to get the other. */
function isOfOneDrawing(before: Strokes, now: Strokes): boolean {
  return now.length > 0 && (continues(before, now) || continues(now, before))
}
