import { expect } from 'vitest'

/** Numbers at any depth agree to the tolerance, everything else exactly. */
export function expectClose(found: unknown, wanted: unknown, tolerance: number): void {
  if (typeof found === 'number' && typeof wanted === 'number') {
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance)
  } else if (isRecord(found) && isRecord(wanted)) {
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort())
    for (const [key, value] of Object.entries(wanted)) expectClose(found[key], value, tolerance)
  } else expect(found).toEqual(wanted)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
