import type { ConnectionRecord } from '../../src-preload/contract/connection-record'
import type { DiagnosisLink, Installation } from '../../src-preload/contract/diagnosis'
import type { Preferences } from '../../src-preload/contract/preferences'
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
  } satisfies Readonly<Record<DiagnosisLink, string>>,
  waiting: {
    processor: 'Will be looked at',
    dataHome: 'Will be written to and read',
    runtime: 'Will be looked for',
    float32: 'Some steps of the reference network will be timed',
    bfloat16: 'Some steps of the reference network will be timed',
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
    wheel: 'from a Python wheel',
    archive: 'from an archive',
  },
  step: (medianStepMs: number, batchSize: number) =>
    `${formatCount(Math.round((batchSize * 1000) / medianStepMs))} images a second`,
  stepTime: (medianStepMs: number, batchSize: number) =>
    `${medianStepMs.toFixed(0)} ms a step of ${formatCount(batchSize)}`,
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
  versions: 'Versions',
  versionNames: { glyphlab: 'Glyphlab', electron: 'Electron', node: 'Node' },
  none: 'none',
} as const
