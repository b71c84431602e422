import { ensureRuntime, loadTensorFlow, type TensorFlow } from './runtime'
import type { Graph, SymbolicTensor } from './graph/graph'
import { Session, type Elements, type Feed } from './session'

/** TensorFlow for a test file; the runtime was installed before the first one. */
export async function tensorflowForTests(): Promise<TensorFlow> {
  return loadTensorFlow(await ensureRuntime({}))
}

/** Runs a graph once and closes its session. */
export async function runOnce(
  tensorflow: TensorFlow,
  graph: Graph,
  feeds: readonly Feed[],
  fetches: readonly SymbolicTensor[],
): Promise<Elements[]> {
  const session = await Session.open(tensorflow, graph)
  try {
    return await session.run(feeds, fetches)
  } finally {
    session.close()
  }
}
