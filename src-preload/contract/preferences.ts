import { z } from 'zod'

/** How the window looks: kept in the data home, the same in every window. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** `reduced` moves nothing, whatever the system says. */
  motion: z.enum(['system', 'reduced']).default('system'),
})
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>
