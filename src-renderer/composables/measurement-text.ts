import { shallowRef, type ShallowRef } from 'vue'
import type { ErrorData } from '../../src-preload/contract/errors'
import type { MeasurementRef, MeasurementText } from '../../src-preload/contract/measurement'
import { saveText } from '../charts/save-picture'
import { copyText } from './copy-text'
import { useBridge } from '../stores/use-bridge'

const TYPES: Readonly<Record<MeasurementText, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  markdown: 'text/markdown',
  latex: 'application/x-tex',
  'confusion-csv': 'text/csv',
}

export interface MeasurementTexts {
  /** Why the latest one could not be had. */
  readonly refusal: Readonly<ShallowRef<ErrorData | null>>
  /** As a file. Whether there is one. */
  readonly save: (ref: MeasurementRef, text: MeasurementText) => Promise<boolean>
  /** To the clipboard: `shown` is the text where the page may not write there, so that it can be selected. */
  readonly copy: (
    ref: MeasurementRef,
    text: MeasurementText,
  ) => Promise<{ readonly shown: string | null } | null>
}

/** What of a measurement can be had as a text: the program writes it, the window saves or copies it. */
export function useMeasurementText(): MeasurementTexts {
  const bridge = useBridge()
  const refusal = shallowRef<ErrorData | null>(null)

  async function fetch(ref: MeasurementRef, text: MeasurementText) {
    refusal.value = null
    const answer = await bridge.request('measurements.text', { ref, text })
    if (answer.ok) return answer.result
    refusal.value = answer.error
    return null
  }

  async function save(ref: MeasurementRef, text: MeasurementText): Promise<boolean> {
    const fetched = await fetch(ref, text)
    if (fetched !== null) saveText(fetched.text, `${TYPES[text]};charset=utf-8`, fetched.fileName)
    return fetched !== null
  }

  async function copy(ref: MeasurementRef, text: MeasurementText) {
    const fetched = await fetch(ref, text)
    if (fetched === null) return null
    return { shown: (await copyText(fetched.text)) ? null : fetched.text }
  }
  return { refusal, save, copy }
}
