import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import protobuf from '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js'
import { assertNever } from '../../errors'
import { dataTypeNumber } from './data-types'
import type { Graph, Operation } from './graph'
import { attributeKinds, type AttributeKinds, type OpName } from './op-definitions'
import type { Shape } from './shape'

/** The tag under which the one graph of a SavedModel is found again. */
export const SERVING_TAG = 'serve'

/** The GraphDef version of TensorFlow 2.9, the oldest runtime supported: newer ones still read it. */
const GRAPH_PRODUCER = 1087

/** What nearly all of a step's time goes to. */
const HEAVY_OPS: ReadonlySet<OpName> = new Set<OpName>([
  'Conv2D',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'MatMul',
])

/**
 * Writes `folder/saved_model.pb`: the graph alone, without signatures or variables' values.
 * @param device where its heavy operations are to be computed and nowhere else, as TensorFlow names it
 *   (`/device:GPU:0`); TensorFlow places them where left out
 */
export async function writeSavedModel(
  graph: Graph,
  folder: string,
  device?: string,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'saved_model.pb'), encodeSavedModel(graph, device))
}

function encodeSavedModel(graph: Graph, device: string | undefined): Uint8Array {
  const info = new protobuf.MetaGraphDef.MetaInfoDef()
  info.addTags(SERVING_TAG)
  const metaGraph = new protobuf.MetaGraphDef()
  metaGraph.setMetaInfoDef(info)
  metaGraph.setGraphDef(encodeGraph(graph, device))
  const savedModel = new protobuf.SavedModel()
  savedModel.setSavedModelSchemaVersion(1)
  savedModel.addMetaGraphs(metaGraph)
  return savedModel.serializeBinary()
}

function encodeGraph(graph: Graph, device: string | undefined): protobuf.GraphDef {
  const definition = new protobuf.GraphDef()
  const version = new protobuf.VersionDef()
  version.setProducer(GRAPH_PRODUCER)
  definition.setVersions(version)
  for (const operation of graph.operations) {
    const node = encodeNode(operation)
    if (device !== undefined && HEAVY_OPS.has(operation.type)) node.setDevice(device)
    definition.addNode(node)
  }
  return definition
}

function encodeNode(operation: Operation): protobuf.NodeDef {
  const node = new protobuf.NodeDef()
  node.setName(operation.name)
  node.setOp(operation.type)
  node.setInputList([
    ...operation.inputs.map((input) => input.reference),
    ...operation.control.map((before) => `^${before.name}`),
  ])
  const kinds = attributeKinds(operation.type)
  for (const [name, value] of Object.entries(operation.attributes)) {
    const kind = kinds[name]
    // The type of `operation.attributes` makes value and kind agree; the pairs are told apart here.
    if (kind) node.getAttrMap().set(name, encodeAttribute({ kind, value } as Attribute))
  }
  return node
}

type Attribute = {
  [Kind in keyof AttributeKinds]: { readonly kind: Kind; readonly value: AttributeKinds[Kind] }
}[keyof AttributeKinds]

function encodeAttribute(attribute: Attribute): protobuf.AttrValue {
  const encoded = new protobuf.AttrValue()
  switch (attribute.kind) {
    case 'type':
      encoded.setType(dataTypeNumber(attribute.value))
      break
    case 'types': {
      const list = new protobuf.AttrValue.ListValue()
      list.setTypeList(attribute.value.map(dataTypeNumber))
      encoded.setList(list)
      break
    }
    case 'shape':
      encoded.setShape(encodeShape(attribute.value))
      break
    case 'string':
      encoded.setS(Buffer.from(attribute.value).toString('base64'))
      break
    case 'int':
      encoded.setI(attribute.value)
      break
    case 'ints': {
      const list = new protobuf.AttrValue.ListValue()
      list.setIList([...attribute.value])
      encoded.setList(list)
      break
    }
    case 'float':
      encoded.setF(attribute.value)
      break
    case 'bool':
      encoded.setB(attribute.value)
      break
    case 'tensor': {
      const { dtype, shape, bytes } = attribute.value
      const tensor = new protobuf.Tensor()
      tensor.setDtype(dataTypeNumber(dtype))
      tensor.setTensorShape(encodeShape(shape))
      tensor.setTensorContent(Buffer.from(bytes).toString('base64'))
      encoded.setTensor(tensor)
      break
    }
    default:
      assertNever(attribute)
  }
  return encoded
}

function encodeShape(shape: Shape): protobuf.TensorShape {
  const encoded = new protobuf.TensorShape()
  for (const size of shape) {
    const dim = new protobuf.TensorShape.Dim()
    dim.setSize(size)
    encoded.addDim(dim)
  }
  return encoded
}
