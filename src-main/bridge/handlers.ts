import type { ParsedParams, RequestName, Result } from '../../src-preload/contract/bridge/requests'

/** The window that asks. */
export interface Caller {
  /** Tells one window from another, as long as it is open. */
  readonly id: string
  readonly face: 'desktop' | 'served'
}

/** What answers one request: its params are parsed already; what it throws becomes data. */
export type Handler<Name extends RequestName> = (
  params: ParsedParams<Name>,
  caller: Caller,
) => Promise<Result<Name>> | Result<Name>

/** Every request and what answers it: one without a handler does not compile. */
export type Handlers = { readonly [Name in RequestName]: Handler<Name> }
