import type { Measurement } from '../../../src-preload/contract/measurement'
import type { Picture } from '../../charts/marks-to-svg'
import type { Strings } from '../../strings/strings'
import { calibrationMarks } from './calibration-marks'

const WIDTH = 560
const HEIGHT = 480

/** The calibration as a file, of one size whatever the window's; null without images. */
export function calibrationPicture(
  { calibration }: Strings['results'],
  { title, evaluation, predictions }: Measurement,
): Picture | null {
  const measured = evaluation.report.calibration
  if (measured === null) return null
  const confidences = predictions.kind === 'kept' ? predictions.confidences : null
  return {
    width: WIDTH,
    height: HEIGHT,
    title: calibration.pictureTitle(title),
    marks: calibrationMarks(WIDTH, HEIGHT, measured.bins, confidences, calibration.figure),
  }
}
