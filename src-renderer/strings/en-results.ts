/** Texts of Results. */
export const RESULTS = {
  title: 'Results',
} as const
