import { totalmem, release, type } from 'node:os'
import { cpuFeatures, describeCpu } from '../src-main/core/tensorflow/runtime'

/** One line: processor and the features that matter, memory, system, Node. */
export async function describeMachine(): Promise<string> {
  const cpu = describeCpu(await cpuFeatures())
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`
  return `${cpu}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`
}
