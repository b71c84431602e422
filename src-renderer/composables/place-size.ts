import { onMounted, onUnmounted, shallowRef, watch, type ShallowRef } from 'vue'
import { Frames } from '../charts/frames'

/** What an element has room for, in pixels; 0 before it is known. */
export interface PlaceSize {
  readonly width: number
  readonly height: number
}

/**
 * The room inside an element, as it changes. It is told with the next frame: what is laid out by it may change the
 * very sizes that are observed, which a browser takes for a fault within one frame.
 * @param place a template ref's element, which may come and go
 */
export function usePlaceSize(place: () => HTMLElement | null): Readonly<ShallowRef<PlaceSize>> {
  const size = shallowRef<PlaceSize>({ width: 0, height: 0 })

  function read(): void {
    const element = place()
    if (element === null) return
    const { clientWidth: width, clientHeight: height } = element
    if (width !== size.value.width || height !== size.value.height) size.value = { width, height }
  }
  let frames: Frames | null = null
  const sizes = new ResizeObserver(() => frames?.soon())

  onMounted(() => {
    frames = new Frames(read)
    watch(
      place,
      (element) => {
        sizes.disconnect()
        if (element !== null) sizes.observe(element)
        read()
      },
      { immediate: true, flush: 'post' },
    )
  })
  onUnmounted(() => {
    sizes.disconnect()
    frames?.dispose()
  })
  return size
}
