import type { Picture } from '../../charts/marks-to-svg'
import type { MarkStyle } from '../../charts/marks'
import type { Span } from '../../charts/span'

/** What the pane asks of the plots that it shows. */
export interface ShownPlots {
  readonly isWhole: boolean
  readonly showAll: () => void
  /** What is shown, for a file; null before it is drawn. */
  readonly picture: () => { readonly picture: Picture; readonly style: MarkStyle } | null
  readonly span: Span
}
