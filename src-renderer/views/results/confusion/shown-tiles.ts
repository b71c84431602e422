/** What is asked of tiles from outside. */
export interface ShownTiles {
  readonly focus: () => void
  /** Brings a tile into sight, and makes it the one that the keyboard goes on from. */
  readonly goTo: (index: number) => void
  /** From the beginning: what is shown is another list. */
  readonly reset: () => void
}
