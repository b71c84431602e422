import { expect, test } from 'vitest'
import { batchNormalization, conv2d, dense, dropout, flatten, maxPooling2D, reLU } from './layers'
import { buildModel } from './model'
import { modelSummary } from './summary'

test('a summary is laid out like that of Keras', () => {
  const model = buildModel(
    [
      conv2d(32, 3, { useBias: false }),
      batchNormalization(),
      reLU(),
      maxPooling2D(),
      dropout(0.25),
      flatten(),
      dense(47),
    ],
    [28, 28, 1],
  )
  expect(modelSummary('made, 47 classes', model)).toBe(
    `
Model: made, 47 classes
====================================================================================
Layer (type)                              Output shape        Param #  Multiply-adds
====================================================================================
input                                     (None, 28, 28, 1)         0              0
conv2d (Conv2D)                           (None, 28, 28, 32)      288        225,792
batch_normalization (BatchNormalization)  (None, 28, 28, 32)      128              0
re_lu (ReLU)                              (None, 28, 28, 32)        0              0
max_pooling2d (MaxPooling2D)              (None, 14, 14, 32)        0              0
dropout (Dropout)                         (None, 14, 14, 32)        0              0
flatten (Flatten)                         (None, 6272)              0              0
dense (Dense)                             (None, 47)          294,831        294,784
====================================================================================
Total params: 295,247
Trainable params: 295,183
Non-trainable params: 64
Multiply-adds for one image: 520,576
`.trim(),
  )
})
