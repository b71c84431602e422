import type { Environment } from '../../../src-preload/contract/run'

export const ENVIRONMENT: Environment = {
  glyphlab: '0.0.0',
  node: 'v20',
  platform: 'linux-x64',
  processor: 'made',
  threads: 2,
  tensorflow: '2.21.0 (cpu)',
  device: 'cpu',
  fastPaths: [],
  deterministic: true,
}
