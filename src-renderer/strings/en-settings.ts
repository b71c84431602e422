import type { ConnectionRecord } from '../../src-preload/contract/connection-record'
import type {
  DiagnosedGpu,
  DiagnosisLink,
  GpuStep,
  Installation,
} from '../../src-preload/contract/diagnosis'
import type { GpuCheckReport } from '../../src-preload/contract/gpu-check'
import type { Preferences } from '../../src-preload/contract/preferences'
import type { RuntimeVariant } from '../../src-preload/contract/runtime'
import type { VariantRow } from '../views/settings/runtime-rows'
import { formatBytes, formatCount } from './format'

type InstallationPhase = Extract<Installation, { state: 'installing' }>['phase']

/** Texts of Settings. */
export const SETTINGS = {
  title: 'Settings',
  doctor: 'Doctor',
  chain: 'From the machine to a training step',
  preferences: 'Preferences',
  checkAgain: 'Check again',
  check: 'Check the machine',
  copyReport: 'Copy report',
  copied: 'Copied',
  notCopied: 'The browser does not let this page copy: the report is below, to be selected.',
  report: 'Report',
  links: {
    processor: 'Processor',
    dataHome: 'Data folder',
    runtime: 'TensorFlow',
    float32: 'A step in float32',
    bfloat16: 'A step in bfloat16',
    gpu: 'Graphics card',
  } satisfies Readonly<Record<DiagnosisLink, string>>,
  waiting: {
    processor: 'Will be looked at',
    dataHome: 'Will be written to and read',
    runtime: 'Will be looked for',
    float32: 'Some steps of the reference network will be timed',
    bfloat16: 'Some steps of the reference network will be timed',
    gpu: 'One of NVIDIA’s will be looked for, and some steps timed on it',
  } satisfies Readonly<Record<DiagnosisLink, string>>,
  checking: 'Checking',
  runtimeMissing:
    'Nothing can be trained or read without it. Install it here, or set GLYPHLAB_LIBTENSORFLOW to a folder that has it in lib/ and include/.',
  status: { waiting: 'Not checked', checking: 'Being checked', sound: 'Sound', broken: 'Broken' },
  processor: (description: string, threads: number, memoryBytes: number) =>
    `${description}, ${formatCount(threads)} threads, ${formatBytes(memoryBytes)} of memory`,
  fastBfloat16: (isFast: boolean | null) =>
    isFast === null ? '' : isFast ? 'fast in bfloat16' : 'not fast in bfloat16',
  freeSpace: (bytes: number) => `${formatBytes(bytes)} free`,
  runtime: (version: string | null, variant: 'cpu' | 'gpu') =>
    `${version ?? 'Version unknown'}, for ${variant === 'cpu' ? 'the processor' : 'NVIDIA graphics cards'}`,
  runtimeSource: {
    environment: 'named by GLYPHLAB_LIBTENSORFLOW',
    cache: 'installed before',
    app: 'came with the app',
    wheel: 'from a Python wheel',
    archive: 'from an archive',
  },
  step: (medianStepMs: number, batchSize: number) =>
    `${formatCount(Math.round((batchSize * 1000) / medianStepMs))} images a second`,
  stepTime: (medianStepMs: number, batchSize: number) =>
    `${medianStepMs.toFixed(0)} ms a step of ${formatCount(batchSize)}`,
  gpu: {
    none: 'None of NVIDIA’s: this machine computes on its processor',
    wsl: 'WSL2 shows one where Windows has NVIDIA’s driver for it.',
    notHere: 'Not used on this system, where TensorFlow computes on the processor',
    card: ({ name, computeCapability, memoryBytes, compilesKernels }: DiagnosedGpu) =>
      `${name}, ${formatBytes(memoryBytes)}, compute capability ${computeCapability}${compilesKernels ? ', newer than TensorFlow’s kernels: its first start compiles them, up to half an hour' : ''}`,
    step: (
      { precision, tf32, medianStepMs, batchSize }: Extract<GpuStep, { ok: true }>,
      times: number | null,
    ) =>
      `${precision}${tf32 ? ' (TF32)' : ''}: ${formatCount(Math.round((batchSize * 1000) / medianStepMs))} images a second${times === null ? '' : `, ${times.toFixed(1)} times the processor’s`}`,
    noStep: (precision: string, why: string) => `${precision}, no step: ${why}`,
  },
  gpuRuntimeMissing: 'It takes the runtime for NVIDIA graphics cards, whole.',
  installGpuRuntime: 'Install the GPU runtime',
  gpuInstallHint:
    'TensorFlow and NVIDIA’s CUDA 12 libraries as Python wheels, several gigabytes, checked against their published hashes.',
  verdict: {
    unchecked: {
      title: 'This machine has not been checked yet',
      text: 'The check looks at processor, data folder and TensorFlow, and times some training steps. Nothing is sent anywhere.',
    },
    checking: { title: 'Checking this machine', text: 'Each link is shown as it is found.' },
    sound: {
      title: 'This machine is ready to train',
      text: 'Every check passed.',
    },
    besideRun: 'A run was training meanwhile: by itself, this machine is faster than these times.',
    broken: (link: string) => ({
      title: 'Training does not work yet',
      text: `The chain breaks at “${link}”. What to do about it is said there.`,
    }),
    partly: (link: string) => ({
      title: 'This machine is ready to train',
      text: `Only “${link}” does not work; all else does.`,
    }),
    unknown: 'What the check has found could not be asked for',
  },
  checkedAt: (moment: string) => `checked ${moment}`,
  installRuntime: 'Install TensorFlow',
  installHint: 'A Python wheel of about 274 MB, checked against its published hash.',
  cancel: 'Cancel',
  installing: {
    waiting: 'Waiting for another installation',
    downloading: 'Fetching TensorFlow',
    verifying: 'Comparing it with its published hash',
    unpacking: 'Unpacking it',
    stripping: 'Leaving out what is not needed',
    compiling: 'Compiling the binding',
  } satisfies Readonly<Record<InstallationPhase, string>>,
  installed: (done: number, total: number | null) =>
    total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`,
  installFailed: 'The installation has failed',
  gpuCheck: {
    title: 'Graphics card against processor',
    about:
      'Trains two small networks on drawn characters, on the processor and on the card, and holds times, losses and accuracy against each other. A minute or two; the report can be sent to those who make Glyphlab, and names neither you nor your folders.',
    start: 'Check the card',
    again: 'Check the card again',
    cancel: 'Cancel',
    beginning: 'Looking for the card',
    running: (network: string, precision: string, device: string) =>
      `${network} in ${precision} on ${device === 'cpu' ? 'the processor' : 'the card'}`,
    progress: 'How far the check is',
    verdict: {
      works: 'The card computes what the processor computes',
      differs: 'The card computes something else than the processor',
      failed: 'The card does not compute all that it should',
      'no-card': 'No card was checked',
    } satisfies Readonly<Record<GpuCheckReport['verdict'], string>>,
    head: {
      network: 'Network',
      precision: 'Precision',
      processor: 'Processor',
      card: 'Card',
      times: 'Faster',
      accuracy: 'Read right',
    },
    precision: (precision: string, tf32: boolean) => (tf32 ? `${precision} (TF32)` : precision),
    step: (stepMs: number) => `${stepMs.toFixed(1)} ms`,
    failed: 'failed',
    times: (times: number) => `${times.toFixed(1)} ×`,
    copy: 'Copy report',
    report: 'Report',
    open: 'Show the files',
  },
  tf32: 'float32 in TF32 on graphics cards',
  tf32Help:
    'Cards since 2020 multiply float32 faster with 10 bits of mantissa. Off: with all 23, as the processor does.',
  runtimes: {
    title: 'TensorFlow runtimes',
    fixed: {
      environment: 'Named by GLYPHLAB_LIBTENSORFLOW: goes before all others',
      app: 'For the processor, came with the app',
    },
    used: 'in use',
    variant: { cpu: 'For the processor', gpu: 'For NVIDIA graphics cards' },
    state: ({ version, isUsed, removableBytes }: VariantRow) => {
      if (version === null)
        return removableBytes > 0
          ? `Not whole, ${formatBytes(removableBytes)} of it are here`
          : 'Not installed'
      return `TensorFlow ${version}, ${formatBytes(removableBytes)}${isUsed ? ', in use' : ''}`
    },
    install: (bytes: number) => `Install (${formatBytes(bytes)} to fetch)`,
    fromFolder: 'From a folder…',
    fromFolderByCommand: (variant: RuntimeVariant) =>
      `Carried here in a folder? On the machine that computes: glyphlab runtime install ${variant} --from FOLDER`,
    noGpu: 'There is no runtime for graphics cards on this system.',
    remove: 'Remove',
    keep: 'Keep it',
    removeTitle: 'Remove the runtime?',
    removeText: (size: string, variant: RuntimeVariant | undefined) =>
      `${size} are freed. ${variant === 'gpu' ? 'Runs are computed on the processor then, where there is a runtime for it.' : 'Nothing can be trained or read without one.'} It can be installed again.`,
  },
  privacy: 'Privacy',
  connections: 'Connections so far, and why',
  connectionPending: 'A download is under way. It is listed here once it has ended.',
  noConnections: 'None: Glyphlab has not connected to anything.',
  connectionsNote:
    'Glyphlab connects only for what you ask it to fetch. No telemetry, no accounts, no search for updates.',
  connectionHead: { what: 'What was fetched', from: 'From', when: 'When', bytes: 'Size' },
  purpose: (purpose: ConnectionRecord['purpose']) =>
    purpose.kind === 'dataset' ? purpose.name : `TensorFlow ${purpose.version}`,
  outcome: {
    done: '',
    failed: 'failed',
    interrupted: 'interrupted',
  } satisfies Readonly<Record<ConnectionRecord['outcome'], string>>,
  unknownSize: 'size not known',
  dataFolder: 'Data folder',
  open: 'Open',
  showLogs: 'Show logs',
  usage: { runs: 'Runs', runtime: 'Runtime', datasets: 'Data sets' },
  usageLabel: (runs: number, runtime: number, datasets: number, free: number) =>
    `${formatBytes(runs)} of runs, ${formatBytes(runtime)} of runtime, ${formatBytes(datasets)} of data sets, ${formatBytes(free)} free`,
  free: (bytes: number) => `${formatBytes(bytes)} free`,
  trash: (bytes: number) =>
    bytes === 0 ? 'The trash is empty' : `${formatBytes(bytes)} in the trash`,
  emptyTrash: 'Empty trash…',
  emptyTrashDialog: {
    title: 'Empty the trash?',
    text: (bytes: number) =>
      `${formatBytes(bytes)} of deleted runs are removed for good. They cannot be brought back.`,
    empty: 'Empty it',
    cancel: 'Keep them',
  },
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Readonly<
    Record<Preferences['theme'], string>
  >,
  motion: 'Reduce motion',
  motionHelp: 'Nothing pulses or slides, whatever the system says.',
  motionBySystem: 'The system asks for it already.',
  about: 'About',
  licences: 'Licences',
  licencesDialog: {
    title: 'Licences',
    notMade:
      'This copy of Glyphlab is a checkout: the licences of the packages it is built from are with each of them in node_modules. “npm run licences” puts them into one file, which is then shown here; what is installed has it.',
    close: 'Close',
  },
  versionNames: { glyphlab: 'Glyphlab', electron: 'Electron', node: 'Node' },
  none: 'none',
} as const
