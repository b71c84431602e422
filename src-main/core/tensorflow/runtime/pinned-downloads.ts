/** A TensorFlow wheel that holds the C library: what pip is asked for, and the only file accepted. */
export interface WheelPin {
  readonly project: 'tensorflow-cpu' | 'tensorflow'
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

/** What can be installed on a system; a way that does not exist there is null. */
export interface PlatformPins {
  readonly wheel: WheelPin | null
  readonly archive: ArchivePin | null
}

export const VENDOR_STORAGE = 'https://storage.googleapis.com'

const WHEEL_TAGS = { version: '2.21.0', pythonVersion: '3.11', abi: 'cp311' } as const

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
  },
  'win32-x64': {
    wheel: null,
    archive: {
      version: '2.9.1',
      path: 'tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip',
      sha256: '56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f',
    },
  },
}

/** What can be installed on this machine. */
export function pinnedDownloads(
  platform: string = process.platform,
  architecture: string = process.arch,
): PlatformPins {
  return PINNED_DOWNLOADS[`${platform}-${architecture}`] ?? { wheel: null, archive: null }
}
