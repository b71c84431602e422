import { expect, test } from 'vitest'
import { cpuFeatures, describeCpu, featuresOf, flagsOfCpuinfo, flagsOfSysctl } from './cpu-features'

const AMD =
  'processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_bf16\n\nprocessor\t: 1\nflags\t\t: fpu\n'
const INTEL = 'flags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 amx_tile\n'
const OLD = 'flags\t\t: fpu sse4_2 avx avx2\n'
const ARM = 'processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\n'
const APPLE =
  'hw.optional.arm.FEAT_BF16: 1\nhw.optional.arm.FEAT_SME: 0\nhw.optional.floatingpoint: 1\n'

test.each([
  ['AMD with AVX512_BF16', flagsOfCpuinfo(AMD), 'cpu (AVX2, AVX512, AVX512_BF16)', true],
  ['Intel with AMX', flagsOfCpuinfo(INTEL), 'cpu (AVX2, AVX512, AVX512_BF16, AMX_BF16)', true],
  ['AVX2 only', flagsOfCpuinfo(OLD), 'cpu (AVX2)', false],
  ['Arm on Linux', flagsOfCpuinfo(ARM), 'cpu (BF16)', true],
  ['Arm on macOS', flagsOfSysctl(APPLE), 'cpu (BF16)', true],
  ['a system that does not tell', null, 'cpu', null],
])('%s', (_name, flags, description, hasFastBfloat16) => {
  const features = featuresOf('cpu', flags)
  expect(describeCpu(features)).toBe(description)
  expect(features.hasFastBfloat16).toBe(hasFastBfloat16)
})

test('reads this machine', async () => {
  const features = await cpuFeatures()
  expect(features.model).not.toBe('')
  if (process.platform === 'linux' && process.arch === 'x64')
    expect(features.avx2).toBeTypeOf('boolean')
})
