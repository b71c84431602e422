/** Figures in words: grouped by the locale's signs, with their unit. */
const LOCALE = 'en-GB'

const counts = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })

/** `101,520` */
export function formatCount(value: number): string {
  return counts.format(value)
}

/** By digits behind the point: making one takes longer than using it a hundred times. */
const percents = new Map<number, Intl.NumberFormat>()

/** `89.41 %` of 0.8941. */
export function formatPercent(share: number, digits = 2): string {
  const percent =
    percents.get(digits) ??
    new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  percents.set(digits, percent)
  return `${percent.format(share * 100)} %`
}

/** `0.402`: of a loss, in nats; of a run that has gone astray `1.5e9`. */
export function formatLoss(loss: number): string {
  return Math.abs(loss) < 1e5
    ? loss.toFixed(3)
    : Number(loss.toPrecision(3)).toExponential().replace('+', '')
}

/** As it would be typed: no grouping, and powers of ten where zeros would not be counted: `0.00001`, `1e-7`. */
export function formatPlain(value: number): string {
  return String(Number(value.toPrecision(12)))
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `6.8 MB`, by powers of 1000. */
export function formatBytes(bytes: number): string {
  const power = Math.min(
    BYTE_UNITS.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  )
  const value = bytes / 1000 ** power
  const text = power === 0 || value >= 99.95 ? formatCount(value) : value.toFixed(1)
  return `${text} ${BYTE_UNITS[power] ?? ''}`
}

/** `4.4 s`, `1 min 6 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${formatCount(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`
}

const days = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' })
const minutes = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' })

/** `18 Nov, 14:31`, where the window is. */
export function formatMoment(time: string): string {
  const date = new Date(time)
  return `${days.format(date)}, ${minutes.format(date)}`
}
