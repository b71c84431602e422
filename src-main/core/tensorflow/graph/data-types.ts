/** TensorFlow's element types as far as the engine uses them, with their numbers in `types.proto`. */
const DATA_TYPE_NUMBERS = {
  float32: 1,
  int32: 3,
  uint8: 4,
  int16: 5,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
  uint32: 22,
  uint64: 23,
} as const

export type DataType = keyof typeof DATA_TYPE_NUMBERS

/** A type that weights and activations may have. */
export type FloatType = 'float32' | 'bfloat16'

/** The value of the enum `DataType` in TensorFlow's `types.proto`. */
export function dataTypeNumber(dtype: DataType): number {
  return DATA_TYPE_NUMBERS[dtype]
}
