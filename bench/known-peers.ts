import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PeerCommand } from './peer'
import { benchmarkSchema, FAST_PATHS, type Benchmark, type Precision } from './protocol'

/** What the product's own process is called; all ratios are its time over another's. */
export const OURS = 'glyphlab'

export interface KnownPeer extends PeerCommand {
  readonly benchmarks: readonly Benchmark[]
  readonly precisions: readonly Precision[]
  /** A file without which the peer cannot run, and how to get it. */
  readonly needs: { readonly file: string; readonly how: string }
}

// The bundle lies in out/bench.
const BUNDLE = fileURLToPath(new URL('.', import.meta.url))
const PEERS = join(BUNDLE, '..', '..', 'bench', 'peers')

const BOTH = ['float32', 'bfloat16'] as const

export const KNOWN_PEERS: readonly KnownPeer[] = [
  nodePeer(OURS, 'glyphlab.js', benchmarkSchema.options, BOTH),
  pythonPeer('keras', 'keras_peer.py', ['step', 'evaluation', 'inference']),
  pythonPeer('pytorch', 'pytorch_peer.py', ['step']),
  nodePeer('tfjs', 'tfjs-fit.js', ['step'], ['float32']),
  ...[...FAST_PATHS, 'all'].map((path) => {
    const peer = nodePeer(`without-${path}`, 'glyphlab.js', ['fast-paths'], BOTH)
    return { ...peer, parameters: [...peer.parameters, '--without', path] }
  }),
]

function nodePeer(
  name: string,
  script: string,
  benchmarks: readonly Benchmark[],
  precisions: readonly Precision[],
): KnownPeer {
  const file = join(BUNDLE, script)
  const needs = { file, how: 'npm run bench builds it' }
  return { name, file: process.execPath, parameters: [file], benchmarks, precisions, needs }
}

function pythonPeer(name: string, script: string, benchmarks: readonly Benchmark[]): KnownPeer {
  const windows = process.platform === 'win32'
  const file = join(PEERS, '.venv', windows ? 'Scripts/python.exe' : 'bin/python')
  const needs = { file, how: 'bench/peers/README.md says how to install it' }
  return { name, file, parameters: [join(PEERS, script)], benchmarks, precisions: BOTH, needs }
}

/** Why a peer cannot even be started, or null. */
export function lacking({ needs }: KnownPeer): string | null {
  return existsSync(needs.file) ? null : `not installed: ${needs.how}`
}
