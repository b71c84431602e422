import type { Command } from 'commander'
import { z } from 'zod'
import { deviceSchema, type Device } from '../../src-preload/contract/job'
import { optionValue } from './option-value'

const flagsSchema = z.looseObject({ device: deviceSchema.optional() })

/** Says in words what a pattern would not. */
const namedSchema = deviceSchema.meta({ title: 'cpu, gpu:0, gpu:1 and so on' })

export function addDeviceOption(command: Command): void {
  command.option(
    '--device <name>',
    'cpu or gpu:N (a graphics card where one works, else cpu)',
    optionValue(namedSchema),
  )
}

/** The device that was named; null where it is left to the machine. */
export function namedDevice(flags: unknown): Device | null {
  return flagsSchema.parse(flags).device ?? null
}
