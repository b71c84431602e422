import type { DatasetAbout } from '../core/datasets/about'
import { grouped } from '../core/number-text'

/** What is said of a data set that has just been stored. */
export function storedText({
  trainCount,
  testCount,
  classes,
  folder,
}: DatasetAbout & { readonly folder: string }): string {
  return [
    `${grouped(trainCount)} training and ${grouped(testCount)} test images of ${classes.length} classes`,
    folder,
  ].join('\n')
}
