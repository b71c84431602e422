import type { FusedRelu, Stage } from '../compile/stages'

/**
 * Dropout right behind a relu, or behind the pool that a relu is fused with, by a mask of 0 and 1 from
 * random bits. They cost a sixteenth of uniform numbers or less, the factor 1 / (1 - rate) moves into the
 * weights before or behind, and since a masked value is 0 as a negative one is, the gradient of both
 * together is the relu's own. Rates that are no multiple of 1/256 stay as they are.
 */
export function byteDropout(stages: readonly Stage[]): readonly Stage[] {
  return stages.reduce(fuseFirst, stages)
}

/** Fuses the first pair that can be fused; called as often as there are stages, so that all are. */
function fuseFirst(stages: readonly Stage[]): readonly Stage[] {
  for (const [position, stage] of stages.entries()) {
    const before = stages[position - 1]
    if (stage.kind !== 'Dropout' || before === undefined) continue
    const poolSize = poolSizeOf(before)
    if (poolSize === undefined) continue
    if (!Number.isInteger(stage.rate * 256)) continue
    const target = scaleTarget(stages, position)
    if (target === undefined) continue
    const { name, rate, site } = stage
    const fused: FusedRelu = { kind: 'FusedReLU', name, poolSize, dropout: { rate, site } }
    return stages
      .map((other, index) => (index === target ? scaledBy(other, 1 / (1 - rate)) : other))
      .toSpliced(position - 1, 2, fused)
  }
  return stages
}

/** The pool that a relu is fused with, null where it has none; undefined for anything but a relu. */
function poolSizeOf(stage: Stage): number | null | undefined {
  if (stage.kind === 'ReLU') return null
  return stage.kind === 'FusedReLU' && stage.dropout === null ? stage.poolSize : undefined
}

/**
 * Whose weights can take the factor: the normalisation before (what lies between commutes
 * with a positive factor), else the next linear layer. A normalisation behind would undo it.
 */
function scaleTarget(stages: readonly Stage[], dropout: number): number | undefined {
  let before = dropout - 1
  while (takesFactor(stages[before]?.kind)) before -= 1
  if (stages[before]?.kind === 'BatchNormalization') return before
  let behind = dropout + 1
  while (takesFactor(stages[behind]?.kind)) behind += 1
  const kind = stages[behind]?.kind
  return kind === 'Conv2D' || kind === 'Dense' ? behind : undefined
}

const TAKES_FACTOR: readonly Stage['kind'][] = [
  'ReLU',
  'MaxPooling2D',
  'GlobalAveragePooling2D',
  'Flatten',
  'Dropout',
  'FusedReLU',
]

/** Whether a stage of a positive multiple is the same multiple of the stage. */
function takesFactor(kind: Stage['kind'] | undefined): boolean {
  return kind !== undefined && TAKES_FACTOR.includes(kind)
}

function scaledBy(stage: Stage, factor: number): Stage {
  return 'scale' in stage ? { ...stage, scale: stage.scale * factor } : stage
}
