import { standardRecipe, type InstallRecipe } from './install-recipe'
import { variantWheels } from './pinned-downloads'
import type { Runtime } from './runtime'

/** What can be fetched for this machine, and how much that is. */
export function offeredRuntimes(
  { pins }: Pick<InstallRecipe, 'pins'> = standardRecipe(),
): readonly { readonly variant: Runtime['variant']; readonly downloadBytes: number }[] {
  return (['cpu', 'gpu'] as const).flatMap((variant) => {
    const wheels = variantWheels(pins, variant)
    if (wheels === null) return []
    return [{ variant, downloadBytes: wheels.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }]
  })
}
