import type { ShippedPackage } from './shipped-packages.mjs'

export function writeLicences(packages: readonly ShippedPackage[], file?: string): void
