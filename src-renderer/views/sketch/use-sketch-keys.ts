import { useEventListener } from '@vueuse/core'
import { assertNever } from '../../assert-never'
import { hasInk, type Happening } from '../../composables/pen/sheet'
import type { SketchTruth } from '../../../src-preload/contract/sketch'
import { useIsMac } from '../../shell/use-shortcuts'
import { useSketchSheetStore } from '../../stores/sketch-sheet'
import { useSketchToolsStore } from '../../stores/sketch-tools'
import { isForSketch, sketchKeyOf } from './sketch-keys'

/** The keys of the screen Sketch, wherever on it the focus is. */
export function useSketchKeys(does: {
  readonly happens: (happening: Happening) => void
  readonly correct: (truth: SketchTruth) => void
}): void {
  const store = useSketchSheetStore()
  const tools = useSketchToolsStore()
  const isMac = useIsMac()

  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || !isForSketch(event.target)) return
    const key = sketchKeyOf(event, { isMac: isMac.value, hasInk: hasInk(store.sheet) })
    if (key === null) return
    if (event.repeat && (key.does === 'correct' || key.does === 'guides')) return
    // Esc may have something else to close, too.
    if (key.does !== 'drop') event.preventDefault()
    switch (key.does) {
      case 'undo':
      case 'redo':
      case 'clear':
      case 'drop':
        return does.happens({ type: key.does })
      case 'guides':
        return tools.change({ guides: !tools.tools.guides })
      case 'width':
        return tools.changeWidth(key.steps)
      case 'correct':
        return does.correct({ kind: 'character', character: key.character })
      default:
        return assertNever(key)
    }
  })
}
