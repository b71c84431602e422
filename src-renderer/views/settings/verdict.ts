import type { Diagnosis, DiagnosisLink } from '../../../src-preload/contract/diagnosis'
import type { DoctorState } from '../../stores/doctor'

/** The links in the order in which they hold. */
export const LINKS = [
  'processor',
  'dataHome',
  'runtime',
  'float32',
  'bfloat16',
  'gpu',
] as const satisfies readonly DiagnosisLink[]

/** Of a machine that has not been checked. */
export const UNCHECKED_LINKS: Diagnosis['links'] = {
  processor: { status: 'waiting' },
  dataHome: { status: 'waiting' },
  runtime: { status: 'waiting' },
  float32: { status: 'waiting' },
  bfloat16: { status: 'waiting' },
  gpu: { status: 'waiting' },
}

export type Verdict =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unchecked' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'sound' }
  /** Training works, in float32 at least. */
  | { readonly kind: 'partly'; readonly link: DiagnosisLink }
  | { readonly kind: 'broken'; readonly link: DiagnosisLink }

/** Without them training works all the same. */
const DISPENSABLE: readonly DiagnosisLink[] = ['bfloat16', 'gpu']

/** What the chain comes to: the first broken link decides, unless it is one that stops nothing. */
export function verdictOf(state: DoctorState): Verdict {
  switch (state.phase) {
    case 'asking':
    case 'unknown':
    case 'unchecked':
      return { kind: state.phase }
    case 'checked':
      return verdictOfLinks(state.diagnosis.links)
  }
}

function verdictOfLinks(links: Diagnosis['links']): Verdict {
  const [broken] = LINKS.filter((link) => links[link].status === 'broken')
  if (broken !== undefined && !DISPENSABLE.includes(broken)) return { kind: 'broken', link: broken }
  const isDone = LINKS.every(
    (link) => links[link].status === 'sound' || links[link].status === 'broken',
  )
  if (!isDone) return { kind: 'checking' }
  return broken === undefined ? { kind: 'sound' } : { kind: 'partly', link: broken }
}
