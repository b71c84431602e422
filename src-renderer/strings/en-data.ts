/** Texts of Data. */
export const DATA = {
  title: 'Data',
} as const
