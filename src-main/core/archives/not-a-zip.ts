import type { ByteSource } from './byte-source'

/** How files of other kinds begin. */
const BEGINNINGS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^PK\x03\x04/, 'the beginning of a zip whose end is missing'],
  [/^\x1f\x8b/, 'gzip'],
  [/^\s*(<!doctype html|<html)/i, 'an HTML page'],
  [/^\s*<\?xml/i, 'XML'],
  [/^\s*[{[]/, 'JSON'],
  [/^7z\xbc\xaf/, 'a 7z archive'],
  [/^Rar!/, 'a RAR archive'],
  [/^BZh/, 'bzip2'],
  [/^\xfd7zXZ/, 'xz'],
  [/^%PDF/, 'a PDF'],
  [/^\x89PNG/, 'a PNG picture'],
  [/^[\t\n\r\x20-\x7e]+$/, 'text'],
]

/** What a file is that is no zip, in words. */
export async function describeOtherFile(source: ByteSource): Promise<string> {
  if (source.bytes === 0) return 'is empty'
  const beginning = await source.read(0, Math.min(source.bytes, 256))
  const text = beginning.toString('latin1')
  const kind = BEGINNINGS.find(([pattern]) => pattern.test(text))?.[1]
  return `is no whole zip archive; it is ${kind ?? 'something else'} (${source.bytes} bytes)`
}
