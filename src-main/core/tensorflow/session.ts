import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu'
import { GlyphlabError, internalError } from '../errors'
import type { DataType } from './graph/data-types'
import type { Graph, SymbolicTensor } from './graph/graph'
import { SERVING_TAG, writeSavedModel } from './graph/saved-model'
import { formatShape, UNKNOWN_BATCH, type Shape } from './graph/shape'
import type { Variable } from './ops/variables'
import type { TensorFlow } from './runtime'

export type Elements = Float32Array | Int32Array
export type Feed = readonly [placeholder: SymbolicTensor, elements: Elements]

/** What the engine uses of tfjs-node's backend: its SavedModel session and nothing else. */
interface SavedModelBackend {
  loadSavedModelMetaGraph(folder: string, tags: string): number
  runSavedModel(
    id: number,
    inputs: readonly TensorInfo[],
    inputNames: readonly { name: string }[],
    outputNames: readonly string[],
  ): Tensor[]
  deleteSavedModel(id: number): void
}

function savedModelBackend(tensorflow: TensorFlow): SavedModelBackend {
  const backend: unknown = tensorflow.backend()
  if (!isSavedModelBackend(backend))
    throw internalError('the TensorFlow backend runs no SavedModels')
  return backend
}

function isSavedModelBackend(backend: unknown): backend is SavedModelBackend {
  return typeof backend === 'object' && backend !== null && 'runSavedModel' in backend
}

/** The types that the binding hands over. */
const FETCHABLE: readonly DataType[] = ['float32', 'int32']

let openSessionCount = 0

/** Sessions opened and not yet closed in this process: tests hold it to its number. */
export function openSessions(): number {
  return openSessionCount
}

/**
 * Runs a graph. One session holds the graph's variables until it is closed; a call computes its fetches
 * on the calling thread, then yields, so that signals and messages are served between any two calls.
 */
export class Session implements Disposable {
  #open = true

  private constructor(
    private readonly tensorflow: TensorFlow,
    private readonly backend: SavedModelBackend,
    private readonly id: number,
  ) {
    openSessionCount += 1
  }

  /**
   * Hands the graph to TensorFlow. Operations added afterwards are not part of the session.
   * @param device where it must be computed, as {@link writeSavedModel} takes it
   * @throws GlyphlabError `device-missing` where TensorFlow does not compute there
   */
  static async open(tensorflow: TensorFlow, graph: Graph, device?: string): Promise<Session> {
    const backend = savedModelBackend(tensorflow)
    const folder = await writeToTemporaryFolder(graph, device)
    try {
      const id = backend.loadSavedModelMetaGraph(folder, SERVING_TAG)
      return new Session(tensorflow, backend, id)
    } catch (cause) {
      throw translated(cause)
    } finally {
      await removeTemporaryFolder(folder)
    }
  }

  /**
   * @param fetches float32 or int32 tensors, none of them fed in this call
   * @returns the elements of each fetch, in order
   * @throws GlyphlabError `out-of-memory`, or `internal` for anything else TensorFlow refuses
   */
  async run(feeds: readonly Feed[], fetches: readonly SymbolicTensor[]): Promise<Elements[]> {
    const results = this.#call(feeds, fetches)
    await setImmediate()
    return results
  }

  /** As {@link run} for fetches that are all float32. */
  async runFloats(
    feeds: readonly Feed[],
    fetches: readonly SymbolicTensor[],
  ): Promise<Float32Array[]> {
    return (await this.run(feeds, fetches)).map(asFloats)
  }

  /** Sets variables, one call each: a part of a data set is too large to copy all at once. */
  async assign(values: Iterable<readonly [Variable, Elements]>): Promise<void> {
    for (const [variable, elements] of values)
      await this.run([[variable.fedValue, elements]], [variable.assigned])
  }

  /** Reads float32 variables. */
  async read(variables: readonly Variable[]): Promise<Float32Array[]> {
    const values = variables.map(({ value }) => value)
    return this.runFloats([], values)
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.backend.deleteSavedModel(this.id)
    openSessionCount -= 1
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #call(feeds: readonly Feed[], fetches: readonly SymbolicTensor[]): Elements[] {
    if (!this.#open) throw internalError('the session is closed')
    for (const { reference, dtype } of fetches)
      if (!FETCHABLE.includes(dtype))
        throw internalError(`${reference} is ${dtype}: cast it in the graph before it is fetched`)
    const inputs: Tensor[] = []
    let outputs: Tensor[] = []
    try {
      for (const [{ shape }, elements] of feeds)
        inputs.push(
          this.tensorflow.tensor(
            elements,
            fedShape(shape, elements.length),
            elements instanceof Int32Array ? 'int32' : 'float32',
          ),
        )
      outputs = this.backend.runSavedModel(
        this.id,
        inputs,
        feeds.map(([{ reference }]) => ({ name: withIndex(reference) })),
        fetches.map(({ reference }) => withIndex(reference)),
      )
      return outputs.map(elementsOf)
    } catch (cause) {
      throw translated(cause)
    } finally {
      this.tensorflow.dispose([...inputs, ...outputs])
    }
  }
}

/** @throws GlyphlabError `output-failed` where the folder for temporary files takes no more */
async function writeToTemporaryFolder(graph: Graph, device: string | undefined): Promise<string> {
  let folder: string | undefined
  try {
    folder = await mkdtemp(path.join(tmpdir(), 'glyphlab-graph-'))
    await writeSavedModel(graph, folder, device)
    return folder
  } catch (cause) {
    if (folder !== undefined) await removeTemporaryFolder(folder)
    throw new GlyphlabError(
      'output-failed',
      `the graph cannot be written to ${tmpdir()}: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Free some megabytes there, or let TMPDIR name a folder that can be written.',
      { cause },
    )
  }
}

/** A folder that stays behind is no reason to lose a session, or the error that comes first. */
async function removeTemporaryFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

/** The binding splits names at the colon and wants an index always. */
function withIndex(reference: string): string {
  return reference.includes(':') ? reference : `${reference}:0`
}

function fedShape(shape: Shape, length: number): number[] {
  const row = shape.slice(1).reduce((product, size) => product * size, 1)
  const fed = shape[0] === UNKNOWN_BATCH ? [length / row, ...shape.slice(1)] : [...shape]
  const count = fed.reduce((product, size) => product * size, 1)
  if (count !== length || !Number.isInteger(fed[0] ?? 1))
    throw internalError(`${length} elements were fed to ${formatShape(shape)}`)
  return fed
}

function elementsOf(tensor: Tensor): Elements {
  const elements: unknown = tensor.dataSync()
  if (elements instanceof Float32Array || elements instanceof Int32Array) return elements
  throw internalError(`fetched ${tensor.dtype} where numbers were expected`)
}

function asFloats(elements: Elements): Float32Array {
  if (elements instanceof Float32Array) return elements
  throw internalError('fetched int32 where float32 was expected')
}

/** TensorFlow's status as an error of ours; what it names as exhausted is memory. */
function translated(cause: unknown): GlyphlabError {
  if (cause instanceof GlyphlabError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/Cannot assign a device for operation/.test(message))
    return new GlyphlabError(
      'device-missing',
      `TensorFlow does not compute on the device asked for${availableDevices(message)}`,
      undefined,
      { cause },
    )
  // What TensorFlow 2.9, the one of Windows, says of a convolution in bfloat16.
  if (/Missing 0-th output/.test(message))
    return new GlyphlabError(
      'not-possible-here',
      'the TensorFlow of this machine does not compute in bfloat16',
      'Compute in float32.',
      { cause },
    )
  return /ResourceExhausted|RESOURCE_EXHAUSTED|\bOOM\b|bad_alloc/.test(message)
    ? new GlyphlabError('out-of-memory', `TensorFlow ran out of memory: ${message}`, undefined, {
        cause,
      })
    : internalError(`TensorFlow: ${message}`, cause)
}

/** `…available devices are [ /job:localhost/replica:0/task:0/device:CPU:0 ]. Make sure …` */
function availableDevices(message: string): string {
  const listed = /available devices are \[([^\]]*)\]/.exec(message)?.[1] ?? ''
  const devices = [...listed.matchAll(/device:([A-Z_]+:\d+)/g)].map(([, device]) => device)
  return devices.length === 0 ? '' : `: it has ${devices.join(', ')}`
}
