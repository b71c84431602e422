import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { promisify } from 'node:util'

/** What decides how fast TensorFlow computes on a processor; null where the system does not tell. */
export interface CpuFeatures {
  readonly model: string
  readonly avx2: boolean | null
  readonly avx512: boolean | null
  readonly avx512Bfloat16: boolean | null
  readonly amxBfloat16: boolean | null
  /** Arm's own bfloat16 instructions. */
  readonly armBfloat16: boolean | null
  /** Whether bfloat16 is faster than float32 rather than slower. */
  readonly hasFastBfloat16: boolean | null
}

/** Reads the features of this machine's processor: /proc/cpuinfo on Linux, sysctl on macOS. */
export async function cpuFeatures(): Promise<CpuFeatures> {
  const model = cpus()[0]?.model.trim() ?? 'unknown'
  switch (process.platform) {
    case 'linux':
      return featuresOf(model, flagsOfCpuinfo(await readFile('/proc/cpuinfo', 'utf8')))
    case 'darwin': {
      const { stdout } = await promisify(execFile)('sysctl', ['hw.optional'])
      return featuresOf(model, flagsOfSysctl(stdout))
    }
    default:
      return featuresOf(model, null)
  }
}

/** The flags of the first processor in /proc/cpuinfo (`flags` on x86, `Features` on Arm). */
export function flagsOfCpuinfo(text: string): ReadonlySet<string> {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1] ?? ''
  return new Set(line.trim().split(/\s+/))
}

/** The features that `sysctl hw.optional` says are there, under the names Linux has for them. */
export function flagsOfSysctl(text: string): ReadonlySet<string> {
  const linuxNames: Readonly<Record<string, string>> = {
    'hw.optional.avx2_0': 'avx2',
    'hw.optional.avx512f': 'avx512f',
    'hw.optional.arm.FEAT_BF16': 'bf16',
  }
  const present = text.split('\n').filter((line) => /:\s*1\s*$/.test(line))
  return new Set(
    present.map((line) => linuxNames[line.slice(0, line.indexOf(':'))] ?? '').filter(Boolean),
  )
}

/** @param flags Linux's names of the processor's features, or null when not known */
export function featuresOf(model: string, flags: ReadonlySet<string> | null): CpuFeatures {
  const has = (flag: string) => (flags === null ? null : flags.has(flag))
  const avx512Bfloat16 = has('avx512_bf16')
  const amxBfloat16 = has('amx_bf16')
  const armBfloat16 = has('bf16')
  return {
    model,
    avx2: has('avx2'),
    avx512: has('avx512f'),
    avx512Bfloat16,
    amxBfloat16,
    armBfloat16,
    hasFastBfloat16:
      flags === null
        ? null
        : avx512Bfloat16 === true || amxBfloat16 === true || armBfloat16 === true,
  }
}

/** One line for people: the model and the features that matter. */
export function describeCpu(features: CpuFeatures): string {
  const names = [
    features.avx2 && 'AVX2',
    features.avx512 && 'AVX512',
    features.avx512Bfloat16 && 'AVX512_BF16',
    features.amxBfloat16 && 'AMX_BF16',
    features.armBfloat16 && 'BF16',
  ].filter((name) => typeof name === 'string')
  return names.length === 0 ? features.model : `${features.model} (${names.join(', ')})`
}
