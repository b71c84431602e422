import { grouped } from '../number-text'
import type { LayerShape, Model } from './model'
import { modelWeights, weightCount } from './model'

/** A table like Keras's `model.summary()`: layers, output shapes, parameters, multiply-adds. */
export function modelSummary(title: string, model: Model): string {
  const rows = model.layers.map(({ kind, name, outputShape, weights, multiplyAdds }) => [
    `${name} (${kind})`,
    formatOutput(outputShape),
    grouped(weights.reduce((total, weight) => total + weightCount(weight), 0)),
    grouped(multiplyAdds),
  ])
  const input = ['input', formatOutput(model.inputShape), '0', '0']
  const { trainable, total, multiplyAdds } = modelSize(model)
  return [
    `Model: ${title}`,
    ...table([['Layer (type)', 'Output shape', 'Param #', 'Multiply-adds'], input, ...rows]),
    `Total params: ${grouped(total)}`,
    `Trainable params: ${grouped(trainable)}`,
    `Non-trainable params: ${grouped(total - trainable)}`,
    `Multiply-adds for one image: ${grouped(multiplyAdds)}`,
  ].join('\n')
}

/** Numbers of weights, and of multiplications with addition for one image. */
export function modelSize(model: Model) {
  const weights = modelWeights(model)
  const count = (of: typeof weights) => of.reduce((total, weight) => total + weightCount(weight), 0)
  return {
    total: count(weights),
    trainable: count(weights.filter(({ trainable }) => trainable)),
    multiplyAdds: model.layers.reduce((total, { multiplyAdds }) => total + multiplyAdds, 0),
  }
}

function formatOutput(shape: LayerShape): string {
  return `(None, ${shape.join(', ')})`
}

/** Columns as wide as their widest cell; the last two, numbers, aligned to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column < 2 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  const rule = '='.repeat(widths.reduce((total, width) => total + width + 2, -2))
  const [header = [], ...body] = rows
  return [rule, line(header), rule, ...body.map(line), rule]
}
