import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'

/** Four classes that a small network learns in a second. */
export async function makeSmallDataset(folder: string): Promise<void> {
  await writeEmnistFolder(folder, {
    classes: 4,
    trainPerClass: 130,
    testPerClass: 50,
    seed: 1,
    gzip: false,
  })
}
