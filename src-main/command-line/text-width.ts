/** East Asian wide and fullwidth letters, and emoji: two columns each in a terminal. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6])/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** What a terminal shows of a text in so many columns; control characters become question marks. */
export function fitToColumns(text: string, columns: number): string {
  const printable = text.replace(/\p{Cc}/gu, '?')
  let width = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(printable)) {
    width += WIDE.test(segment) ? 2 : 1
    if (width > columns) return printable.slice(0, end)
    end = index + segment.length
  }
  return printable
}
