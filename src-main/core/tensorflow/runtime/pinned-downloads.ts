import type { Runtime } from './runtime'

/** A wheel: what pip is asked for, and the only file accepted. */
export interface WheelPin {
  /** TensorFlow's hold the C library, NVIDIA's what it opens on a machine with a graphics card. */
  readonly project: 'tensorflow-cpu' | 'tensorflow' | `nvidia-${string}`
  readonly version: string
  /** pip's --python-version, --abi and --platform: the wheel is the same whatever Python fetches it. */
  readonly pythonVersion: string
  readonly abi: string
  readonly platform: string
  readonly sha256: string
  readonly sizeBytes: number
}

/** A release archive of libtensorflow in the vendor's storage. */
export interface ArchivePin {
  readonly version: string
  /** Below {@link VENDOR_STORAGE}. */
  readonly path: string
  readonly sha256: string
}

/** The wheels that make a runtime for graphics cards: TensorFlow's first, then NVIDIA's. */
export interface GpuPins {
  readonly version: string
  readonly wheels: readonly WheelPin[]
}

/** What can be installed on a system; a way that does not exist there is null. */
export interface PlatformPins {
  readonly wheel: WheelPin | null
  readonly archive: ArchivePin | null
  readonly gpu: GpuPins | null
}

/** The wheels of a variant; null where there are none for the system. */
export function variantWheels(
  { wheel, gpu }: PlatformPins,
  variant: Runtime['variant'],
): readonly WheelPin[] | null {
  if (variant === 'gpu') return gpu?.wheels ?? null
  return wheel === null ? null : [wheel]
}

export const VENDOR_STORAGE = 'https://storage.googleapis.com'

const WHEEL_TAGS = { version: '2.21.0', pythonVersion: '3.11', abi: 'cp311' } as const

/** NVIDIA's wheels are the same for every Python. */
function nvidiaWheel(
  project: `nvidia-${string}`,
  version: string,
  platform: string,
  sizeBytes: number,
  sha256: string,
): WheelPin {
  const { pythonVersion, abi } = WHEEL_TAGS
  return { project, version, pythonVersion, abi, platform, sizeBytes, sha256 }
}

/**
 * What `tensorflow[and-cuda]` 2.21.0 asks for, in the versions that the index gave on 2026-11-23, less cuRAND:
 * TensorFlow never opens it, and its run path does not lead there. cuDNN is the last one with kernels for Pascal and
 * Volta, as TensorFlow's wheel has them: 9.11 has dropped both, 9.10 has Blackwell already.
 */
const GPU_WHEELS: GpuPins = {
  version: WHEEL_TAGS.version,
  wheels: [
    {
      ...WHEEL_TAGS,
      project: 'tensorflow',
      platform: 'manylinux_2_27_x86_64',
      sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
      sizeBytes: 572_440_367,
    },
    nvidiaWheel(
      'nvidia-cublas-cu12',
      '12.9.3.13',
      'manylinux_2_27_x86_64',
      581_217_458,
      'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    ),
    nvidiaWheel(
      'nvidia-cuda-cupti-cu12',
      '12.8.90',
      'manylinux2014_x86_64',
      10_248_621,
      'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
    ),
    nvidiaWheel(
      'nvidia-cuda-nvcc-cu12',
      '12.9.86',
      'manylinux2010_x86_64',
      40_546_229,
      '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    ),
    nvidiaWheel(
      'nvidia-cuda-nvrtc-cu12',
      '12.9.86',
      'manylinux2010_x86_64',
      89_568_129,
      '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    ),
    nvidiaWheel(
      'nvidia-cuda-runtime-cu12',
      '12.9.79',
      'manylinux2014_x86_64',
      3_493_179,
      '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    ),
    nvidiaWheel(
      'nvidia-cudnn-cu12',
      '9.10.2.21',
      'manylinux_2_27_x86_64',
      706_758_467,
      '949452be657fa16687d0930933f032835951ef0892b37d2d53824d1a84dc97a8',
    ),
    nvidiaWheel(
      'nvidia-cufft-cu12',
      '11.4.1.4',
      'manylinux2014_x86_64',
      200_877_592,
      'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    ),
    nvidiaWheel(
      'nvidia-cusolver-cu12',
      '11.7.5.82',
      'manylinux_2_27_x86_64',
      338_117_415,
      '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    ),
    nvidiaWheel(
      'nvidia-cusparse-cu12',
      '12.5.10.65',
      'manylinux2014_x86_64',
      366_465_088,
      '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    ),
    nvidiaWheel(
      'nvidia-nccl-cu12',
      '2.32.3',
      'manylinux_2_27_x86_64',
      351_526_311,
      'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    ),
    nvidiaWheel(
      'nvidia-nvjitlink-cu12',
      '12.9.86',
      'manylinux2010_x86_64',
      39_748_338,
      'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    ),
  ],
}

/**
 * By `<process.platform>-<process.arch>`. Hashes of wheels are those the package index gives; the vendor
 * publishes none for its archives: these are the ones that distributions pin for the same files (nixpkgs
 * for Linux and macOS, the build of TensorFlow's DirectML plugin for Windows).
 */
const PINNED_DOWNLOADS: Readonly<Record<string, PlatformPins>> = {
  'linux-x64': {
    wheel: {
      ...WHEEL_TAGS,
      project: 'tensorflow-cpu',
      platform: 'manylinux_2_27_x86_64',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      sizeBytes: 273_829_956,
    },
    archive: {
      version: '2.9.1',
      path: 'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
      sha256: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
    },
    gpu: GPU_WHEELS,
  },
  'linux-arm64': {
    wheel: {
      ...WHEEL_TAGS,
      project: 'tensorflow',
      platform: 'manylinux_2_27_aarch64',
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      sizeBytes: 281_828_020,
    },
    archive: null,
    gpu: null,
  },
  'darwin-arm64': {
    wheel: {
      ...WHEEL_TAGS,
      project: 'tensorflow',
      platform: 'macosx_12_0_arm64',
      sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      sizeBytes: 223_405_849,
    },
    archive: {
      version: '2.7.0',
      path: 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz',
      sha256: '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
    },
    gpu: null,
  },
  'win32-x64': {
    wheel: null,
    archive: {
      version: '2.9.1',
      path: 'tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip',
      sha256: '56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f',
    },
    gpu: null,
  },
}

/** What can be installed on this machine. */
export function pinnedDownloads(
  platform: string = process.platform,
  architecture: string = process.arch,
): PlatformPins {
  return (
    PINNED_DOWNLOADS[`${platform}-${architecture}`] ?? { wheel: null, archive: null, gpu: null }
  )
}
