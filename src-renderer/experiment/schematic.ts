import type { TrainingPlanView } from '../../src-preload/contract/bridge/requests'

type LayerView = TrainingPlanView['layers'][number]

/** A layer as the schematic draws it: as high as its picture, as wide as it has channels. */
export interface SchematicBox {
  readonly kind: 'input' | 'weights' | 'pooling' | 'dropout'
  readonly x: number
  readonly width: number
  readonly height: number
  /** Channels or units; empty where the layer changes none. */
  readonly label: string
}

/** Pixels that the picture of 28 is high. */
const FULL_HEIGHT = 36
const IMAGE_SIDE = 28
/** More labels than these would run into each other. */
const MOST_LABELS = 12

/** The layers that change a picture's size or have weights, spread over a width; others are left out. */
export function schematicBoxes(
  layers: readonly LayerView[],
  width: number,
): readonly SchematicBox[] {
  const drawn = layers.flatMap((layer) => {
    const kind = kindOf(layer.kind)
    return kind === null ? [] : [{ ...sizeOf(layer, kind), kind, label: labelOf(layer, kind) }]
  })
  const all = [
    { kind: 'input' as const, width: 4, height: FULL_HEIGHT, label: `${IMAGE_SIDE}²` },
    ...drawn,
  ]
  const boxesWidth = all.reduce((sum, box) => sum + box.width, 0)
  // Many layers are drawn thinner, so that gaps stay gaps.
  const shrink = Math.min(1, (width * 0.7) / boxesWidth)
  const gap = (width - 2 - boxesWidth * shrink) / Math.max(1, all.length - 1)
  const labels = all.filter(({ label }) => label !== '').length
  let x = 1
  return all.map((box) => {
    const placed = {
      ...box,
      x,
      width: box.width * shrink,
      label: labels > MOST_LABELS ? '' : box.label,
    }
    x += placed.width + gap
    return placed
  })
}

function kindOf(kind: string): Exclude<SchematicBox['kind'], 'input'> | null {
  if (kind === 'Conv2D' || kind === 'Dense') return 'weights'
  if (kind === 'MaxPooling2D' || kind === 'GlobalAveragePooling2D') return 'pooling'
  return kind === 'Dropout' ? 'dropout' : null
}

function sizeOf(
  { outputShape }: LayerView,
  kind: SchematicBox['kind'],
): Pick<SchematicBox, 'width' | 'height'> {
  const [rows = 1, , channels] = outputShape
  const isPicture = channels !== undefined
  const values = channels ?? rows
  // Units have no picture: a layer of them is the higher, the more there are, by doublings.
  const height = isPicture
    ? (rows / IMAGE_SIDE) * FULL_HEIGHT
    : 10 + 2 * Math.log2(Math.max(1, values))
  return {
    height: Math.min(FULL_HEIGHT, Math.max(6, height)),
    width: kind === 'weights' ? (isPicture ? 2 + 2.6 * Math.log2(values + 1) : 7) : 3,
  }
}

function labelOf({ outputShape }: LayerView, kind: SchematicBox['kind']): string {
  return kind === 'weights' ? String(outputShape.at(-1) ?? '') : ''
}
