import { constants, existsSync } from 'node:fs'
import { access, readFile, readdir, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DeviceNode, PciCard, SystemTraces } from './findings'

const NVIDIA_VENDOR = '0x10de'
/** PCI's class of display controllers: cards with a screen (0300), and without one (0302). */
const DISPLAY_CLASS = /^0x03/

/** What /proc, /sys and /dev tell of cards and driver. @param root in whose place tests put a folder */
export async function readSystemTraces(
  root = '/',
  platform: NodeJS.Platform = process.platform,
): Promise<SystemTraces> {
  const nothing = { isWsl: false, cards: [], kernelDriver: null, nodes: [] }
  if (platform !== 'linux') return { platform, ...nothing }
  const isWsl = /microsoft/i.test(await textOf(join(root, 'proc/sys/kernel/osrelease')))
  const cards = await nvidiaCards(join(root, 'sys/bus/pci/devices'))
  return {
    platform,
    isWsl,
    cards,
    kernelDriver: driverVersion(await textOf(join(root, 'proc/driver/nvidia/version'))),
    nodes: await deviceNodes(root, isWsl, cards.length),
  }
}

/** `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 …`, also `… Open Kernel Module for …`. */
function driverVersion(text: string): string | null {
  return /\b\d{3,4}\.\d+(?:\.\d+)?\b/.exec(text)?.[0] ?? null
}

async function nvidiaCards(folder: string): Promise<readonly PciCard[]> {
  const addresses = await readdir(folder).catch(() => [])
  const cards: PciCard[] = []
  for (const address of addresses.sort()) {
    const device = join(folder, address)
    if ((await textOf(join(device, 'vendor'))).trim() !== NVIDIA_VENDOR) continue
    if (!DISPLAY_CLASS.test(await textOf(join(device, 'class')))) continue
    const driver = await readlink(join(device, 'driver')).catch(() => null)
    cards.push({ address, heldBy: driver === null ? null : basename(driver) })
  }
  return cards
}

/** Under WSL2 one node stands for all cards. */
async function deviceNodes(root: string, isWsl: boolean, cards: number): Promise<DeviceNode[]> {
  const names = isWsl
    ? ['dxg']
    : ['nvidiactl', 'nvidia-uvm', ...(cards === 0 ? [] : [await firstCardNode(root)])]
  return Promise.all(
    names.map(async (name) => ({
      path: `/dev/${name}`,
      state: await nodeState(join(root, 'dev', name)),
    })),
  )
}

/** A container may be given any one of several cards. */
async function firstCardNode(root: string): Promise<string> {
  const names = await readdir(join(root, 'dev')).catch(() => [])
  return names.filter((name) => /^nvidia\d+$/.test(name)).sort()[0] ?? 'nvidia0'
}

async function nodeState(path: string): Promise<DeviceNode['state']> {
  if (!existsSync(path)) return 'missing'
  return access(path, constants.R_OK | constants.W_OK).then(
    () => 'usable' as const,
    () => 'denied' as const,
  )
}

/** Empty where it cannot be read. */
function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
