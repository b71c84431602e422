import type { RecogniserService } from '../../processes/services'
import { pixelsOf } from '../datasets/image-pixels'
import type { Handlers } from '../handlers'
import { runFolderOf } from '../runs/run-folder-of'

/** Asks the networks of runs what a drawing shows. */
export function recognitionHandlers(
  home: string,
  recogniser: RecogniserService,
): Pick<Handlers, 'recognition.recognise'> {
  return {
    'recognition.recognise': async ({ run, pixels }) => {
      const folder = runFolderOf(home, run)
      const image = pixelsOf(pixels)
      const { answers } = await recogniser.ask({ type: 'recognise', folder, pixels: image })
      return { answers }
    },
  }
}
