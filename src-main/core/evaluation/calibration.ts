import type { Calibration, CalibrationBin } from '../../../src-preload/contract/evaluation'
import type { ScoredImages } from './scores'

const BINS = 15

/**
 * Expected calibration error of the predicted class (Naeini, Cooper and Hauskrecht 2015), over bins of equal
 * mass instead of equal width (Nguyen and O'Connor 2015), as most images of a good network are near 1.
 *
 * An image that `k` of `n` images are less confident than is in bin floor(15 k / n). So each is in exactly
 * one; numbers of images differ by 1 at most where no two confidences are equal; equals stay together, which
 * makes the order of the images irrelevant; and a bin that gets none, as where there are fewer than 15
 * images or many equals, is left out.
 *
 * @param labels `[count]`: true class indices
 * @returns null without images
 */
export function calibration(
  labels: Int32Array,
  { predicted, confidences }: Pick<ScoredImages, 'predicted' | 'confidences'>,
): Calibration | null {
  const count = labels.length
  if (count === 0) return null
  const order = Array.from(labels.keys()).sort(
    (a, b) => (confidences[a] ?? 0) - (confidences[b] ?? 0),
  )
  const images: number[][] = Array.from({ length: BINS }, () => [])
  let lessConfident = 0
  order.forEach((image, position) => {
    const before = order[position - 1]
    if (before === undefined || confidences[before] !== confidences[image]) lessConfident = position
    images[Math.floor((BINS * lessConfident) / count)]?.push(image)
  })
  const bins = images.flatMap((members): CalibrationBin[] => {
    const [first, last] = [members.at(0), members.at(-1)]
    if (first === undefined || last === undefined) return []
    const hits = members.filter((image) => predicted[image] === labels[image]).length
    const confidence = members.reduce((sum, image) => sum + (confidences[image] ?? 0), 0)
    return [
      {
        count: members.length,
        // The mean of many ones must not come out as a little more.
        confidence: Math.min(confidence / members.length, 1),
        accuracy: hits / members.length,
        lower: confidences[first] ?? 0,
        upper: confidences[last] ?? 0,
      },
    ]
  })
  const ece = bins.reduce((sum, bin) => sum + (bin.count / count) * calibrationGap(bin), 0)
  return { ece, bins }
}

/** How far the confidence in a bin is from what was right in it. */
export function calibrationGap({
  accuracy,
  confidence,
}: Pick<CalibrationBin, 'accuracy' | 'confidence'>): number {
  return Math.abs(accuracy - confidence)
}
