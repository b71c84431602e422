/** Texts of wherever files can be dropped. */
export const DROP_ZONE = {
  sending: (done: string, total: string) => `Sending it to Glyphlab: ${done} of ${total}`,
  dismiss: 'Close this note',
} as const
