import type { MeasuredName } from '../../../src-preload/contract/measurement'
import { assertNever } from '../../assert-never'
import type { Strings } from '../../strings/strings'
import { runTitle } from '../train/run-words'

/** How what was measured is called: a run as in Runs and in Sketch. */
export function measuredTitle(
  strings: Strings,
  { called }: { readonly called: MeasuredName },
): string {
  switch (called.kind) {
    case 'name':
      return called.name
    case 'network':
      return runTitle(strings, called.network)
    default:
      return assertNever(called)
  }
}
