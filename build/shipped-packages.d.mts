/** Of other people's, in an installer. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** As SPDX has it. */
  readonly identifier?: string
  /** Of its licence; without where the package has no such file. */
  readonly text?: string
}
export function shippedPackages(checkout: string, built: string): readonly ShippedPackage[]
