import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CUDA_LIBRARIES } from './requirements'

const run = promisify(execFile)

/** What a made machine has; what is left out is as on a machine with one card that works. */
export interface MadeMachine {
  /** Cards on the bus. */
  readonly cards?: number
  /** The kernel's driver of the cards. */
  readonly heldBy?: string
  /** Null where the kernel's part is not loaded. */
  readonly kernelDriver?: string | null
  readonly nodes?: readonly string[]
  readonly isWsl?: boolean
}

/** Stubs and made roots of /proc, /sys and /dev, in a folder that is removed with them. */
export class MadeMachines implements AsyncDisposable {
  #machines = 0

  private constructor(readonly folder: string) {}

  static async open(): Promise<MadeMachines> {
    const folder = await mkdtemp(join(tmpdir(), 'glyphlab-gpu-'))
    await mkdir(join(folder, 'driver'))
    const source = join(import.meta.dirname, 'fixtures', 'libcuda-stub.c')
    const shared = ['-shared', '-fPIC', '-o', join(folder, 'driver', 'libcuda.so.1')]
    await run(process.env['CC'] ?? 'cc', [source, ...shared])
    return new MadeMachines(folder)
  }

  /** The folder of the stub of libcuda.so.1, for LD_LIBRARY_PATH. */
  get driver(): string {
    return join(this.folder, 'driver')
  }

  /** In place of `/`. */
  async root({
    cards = 1,
    heldBy = 'nvidia',
    kernelDriver = '550.54.15',
    nodes = ['nvidiactl', 'nvidia-uvm', 'nvidia0'],
    isWsl = false,
  }: MadeMachine = {}): Promise<string> {
    const root = join(this.folder, `root-${(this.#machines += 1)}`)
    const write = async (path: string, text: string) => {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    await write('proc/sys/kernel/osrelease', isWsl ? '5.15.0-microsoft-standard-WSL2' : '6.1.0')
    // A sound chip of the card, and a card of somebody else's.
    await device('0000:00:02.0', '0x8086', '0x030000', 'i915')
    await device('0000:01:00.1', '0x10de', '0x040300', 'snd_hda_intel')
    for (let card = 0; card < cards; card++)
      await device(`0000:0${card + 1}:00.0`, '0x10de', '0x030000', heldBy)
    if (kernelDriver !== null)
      await write(
        'proc/driver/nvidia/version',
        `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${kernelDriver}  Tue Mar  5 22:23:56 UTC 2024\nGCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n`,
      )
    for (const node of nodes) await write(`dev/${node}`, '')
    return root

    async function device(address: string, vendor: string, kind: string, driver: string) {
      const folder = `sys/bus/pci/devices/${address}`
      await write(`${folder}/vendor`, `${vendor}\n`)
      await write(`${folder}/class`, `${kind}\n`)
      if (driver !== '') await symlink(`../../drivers/${driver}`, join(root, folder, 'driver'))
    }
  }

  /** A GPU runtime's folder with a stub of each of NVIDIA's libraries but some. */
  async runtimeFolder(without: readonly string[] = []): Promise<string> {
    const folder = join(this.folder, `runtime-${(this.#machines += 1)}`)
    for (const name of CUDA_LIBRARIES) {
      const packaged = join(folder, 'nvidia', name.replace(/\..*/, ''), 'lib')
      await mkdir(packaged, { recursive: true })
      // Any library that can be opened will do.
      if (!without.includes(name))
        await symlink(join(this.driver, 'libcuda.so.1'), join(packaged, name))
    }
    return folder
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true })
  }
}
