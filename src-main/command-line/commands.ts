import type { CommandGroup } from './command'
import { registerCompletion } from './completion'
import { registerData } from './data'
import { registerDoctor } from './doctor'
import { registerEvaluate } from './evaluate'
import { registerGpuCheck } from './gpu-check'
import { registerModels } from './models'
import { registerPredict } from './predict'
import { registerResume } from './resume'
import { registerRuns } from './runs'
import { registerRuntime } from './runtime'
import { registerServe } from './serve'
import { registerTrain } from './train'

/** Every command, one file each, in the order of work; help lists them so. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { heading: 'Train:', commands: [registerModels, registerTrain, registerResume, registerRuns] },
  { heading: 'In a browser:', commands: [registerServe] },
  { heading: 'Measure and use:', commands: [registerEvaluate, registerPredict] },
  { heading: 'Data:', commands: [registerData] },
  {
    heading: 'This machine:',
    commands: [registerDoctor, registerGpuCheck, registerRuntime, registerCompletion],
  },
]
