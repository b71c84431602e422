/** Texts of Confusion. */
export const CONFUSION = {
  title: 'Confusion',
} as const
