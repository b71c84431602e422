/** Texts of Runs. */
export const RUNS = {
  title: 'Runs',
} as const
