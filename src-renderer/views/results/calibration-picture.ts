import type { Measurement } from '../../../src-preload/contract/measurement'
import type { Picture } from '../../charts/marks-to-svg'
import type { Strings } from '../../strings/strings'
import { calibrationMarks } from './calibration-marks'
import { measuredTitle } from './measured-title'

const WIDTH = 560
const HEIGHT = 480

/** The calibration as a file, of one size whatever the window's; null without images. */
export function calibrationPicture(strings: Strings, measurement: Measurement): Picture | null {
  const { evaluation, predictions } = measurement
  const { calibration } = strings.results
  const measured = evaluation.report.calibration
  if (measured === null) return null
  const confidences = predictions.kind === 'kept' ? predictions.confidences : null
  return {
    width: WIDTH,
    height: HEIGHT,
    title: calibration.pictureTitle(measuredTitle(strings, measurement)),
    marks: calibrationMarks(WIDTH, HEIGHT, measured.bins, confidences, calibration.figure),
  }
}
