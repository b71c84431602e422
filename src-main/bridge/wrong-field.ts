import type { z } from 'zod'

const LONGEST = 200

/** The first thing that a schema found wrong, in one short line that names the field. */
export function wrongField(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'not of the form expected'
  const field = issue.path.map(String).join('.')
  const line = (field === '' ? issue.message : `${field}: ${issue.message}`).replace(/\s+/g, ' ')
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`
}
