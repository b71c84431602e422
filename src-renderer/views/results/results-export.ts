import { shallowRef, type ShallowRef } from 'vue'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { Measurement } from '../../../src-preload/contract/measurement'
import { readChartStyle } from '../../charts/chart-style'
import { savePng, saveSvg } from '../../charts/save-picture'
import { useMeasurementText } from '../../composables/measurement-text'
import { useStrings } from '../../strings/strings'
import { calibrationPicture } from './calibration-picture'

export const EXPORTS = [
  'csv',
  'confusion-csv',
  'json',
  'calibration-png',
  'calibration-svg',
] as const
export type ExportName = (typeof EXPORTS)[number]

export interface ResultsExport {
  readonly refusal: Readonly<ShallowRef<ErrorData | null>>
  readonly hasPictureFailed: Readonly<ShallowRef<boolean>>
  readonly give: (name: ExportName) => Promise<void>
  /** The same as the last time; at first the report by class. */
  readonly again: () => Promise<void>
}

/** Files of what is shown. */
export function useResultsExport(measurement: () => Measurement): ResultsExport {
  const strings = useStrings()
  const { refusal, save } = useMeasurementText()
  const hasPictureFailed = shallowRef(false)
  let last: ExportName = 'csv'

  async function give(name: ExportName): Promise<void> {
    last = name
    hasPictureFailed.value = false
    const of = measurement()
    switch (name) {
      case 'csv':
      case 'confusion-csv':
      case 'json':
        await save(of.ref, name)
        return
      case 'calibration-png':
      case 'calibration-svg': {
        const picture = calibrationPicture(strings, of)
        if (picture === null) return
        const style = readChartStyle(document.documentElement)
        const file = `${[of.ref.run, of.ref.file].filter(Boolean).join('-')}-calibration`
        if (name === 'calibration-svg') saveSvg(picture, style, file)
        else
          await savePng(picture, style, file).catch(() => {
            hasPictureFailed.value = true
          })
      }
    }
  }
  return { refusal, hasPictureFailed, give, again: () => give(last) }
}
