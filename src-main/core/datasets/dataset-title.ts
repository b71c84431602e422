/** What a text calls a data set: its name, with the way it is cut where that says more. */
export function datasetTitle(name: string, split: string): string {
  return split === name ? name : `${name}, split ${split}`
}
