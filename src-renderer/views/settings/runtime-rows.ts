import type { Runtimes, RuntimeVariant } from '../../../src-preload/contract/runtime'

/** A variant, as Settings shows it. */
export interface VariantRow {
  readonly variant: RuntimeVariant
  /** TensorFlow's, of the whole runtime that is installed; null where there is none. */
  readonly version: string | null
  readonly isUsed: boolean
  /** Of all that is there of it, older versions and what was cut off included. */
  readonly removableBytes: number
  /** What an installation would fetch; null where there is nothing to install. */
  readonly downloadBytes: number | null
}

/** A runtime that is not ours to remove. */
export interface FixedRow {
  readonly source: 'environment' | 'app'
  readonly folder: string
  readonly isUsed: boolean
}

/** The runtimes of a machine by what can be done about them. */
export function runtimeRows({ runtimes, offers }: Runtimes): {
  readonly fixed: readonly FixedRow[]
  readonly variants: readonly VariantRow[]
} {
  const fixed = runtimes.flatMap(({ source, folder, state }) =>
    source === 'cache' ? [] : [{ source, folder, isUsed: state === 'used' }],
  )
  const variants = (['cpu', 'gpu'] as const).flatMap((variant) => {
    const offer = offers.find((one) => one.variant === variant)
    const cached = runtimes.filter(
      (one) => one.source === 'cache' && one.variant === variant && one.content !== 'binding',
    )
    if (offer === undefined && cached.length === 0) return []
    const whole = cached.filter(
      ({ content, state }) => content === 'runtime' && state !== 'damaged',
    )
    const shown = whole.find(({ state }) => state === 'used') ?? whole.at(-1)
    const comesWithApp = runtimes.some(
      (one) => one.source === 'app' && one.variant === variant && one.state !== 'damaged',
    )
    const isThere = shown !== undefined || comesWithApp
    return [
      {
        variant,
        version: shown?.version ?? null,
        isUsed: shown?.state === 'used',
        removableBytes: cached.reduce((sum, { bytesOnDisk }) => sum + bytesOnDisk, 0),
        downloadBytes: isThere ? null : (offer?.downloadBytes ?? null),
      },
    ]
  })
  return { fixed, variants }
}
