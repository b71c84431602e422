/** JavaScript's own order is that of UTF-16, where emoji come before the last signs of the basic plane. */
export function inCodePointOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
