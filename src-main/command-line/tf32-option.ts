import type { Command } from 'commander'
import { z } from 'zod'
import { dataHome } from '../core/data-home'
import { readPreferences } from '../core/preferences'
import { optionValue } from './option-value'

const tf32Schema = z.enum(['on', 'off'])
const flagsSchema = z.looseObject({ tf32: tf32Schema.optional() })

/** Adds `--tf32` to a command that computes on graphics cards. */
export function addTf32Option(command: Command): void {
  command.option(
    '--tf32 <how>',
    'graphics cards from 2020 on multiply float32 in TF32, faster and with 10 bits; off: with all 23 (on, or as in Settings)',
    optionValue(tf32Schema),
  )
}

/**
 * Whether cards may multiply in TF32: as the flag says, else as the user prefers. Where they may not, it is said in
 * this process's own environment, which CUDA's libraries read as they are loaded, and processes inherit.
 */
export async function applyTf32(values: unknown): Promise<boolean> {
  const { tf32 } = flagsSchema.parse(values)
  const isOn = tf32 === undefined ? (await readPreferences(dataHome())).tf32 : tf32 === 'on'
  if (!isOn) process.env['NVIDIA_TF32_OVERRIDE'] = '0'
  return isOn && process.env['NVIDIA_TF32_OVERRIDE'] !== '0'
}
