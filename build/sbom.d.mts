import type { ShippedPackage } from './shipped-packages.mjs'

/** What of CycloneDX is looked at; all else is handed on. */
export interface Sbom {
  readonly metadata: { readonly component: object }
  readonly components: readonly { readonly name: string; readonly version: string }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}
export function shippedSbom(
  npmSbom: Sbom,
  packages: readonly ShippedPackage[],
  tensorflowVersion: string,
): Sbom
