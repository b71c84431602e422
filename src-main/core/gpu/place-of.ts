import type { Device } from '../../../src-preload/contract/job'

/**
 * TensorFlow's name of a device, for what must be computed there and nowhere else. A process sees one card at most
 * (`deviceEnvironment`), and counts it from nought.
 */
export function placeOf(device: Device): string {
  return device === 'cpu' ? '/device:CPU:0' : '/device:GPU:0'
}
