/** What of `npm audit --json` is looked at. */
export interface AuditReport {
  readonly vulnerabilities: Readonly<
    Record<
      string,
      {
        readonly name: string
        readonly range: string
        readonly via: readonly (
          string | { readonly title: string; readonly severity: string; readonly url: string }
        )[]
      }
    >
  >
}
export function shippedFlaws(
  report: AuditReport,
  packages: readonly { readonly name: string }[],
): readonly string[]
