/**
 * The part of tfjs-node's generated protobuf classes that the SavedModel writer uses. The package ships
 * them without types. Fields of type `bytes` take base64.
 */
declare module '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js' {
  export class TensorShape {
    addDim(dim: TensorShape.Dim): void
  }
  export namespace TensorShape {
    class Dim {
      setSize(size: number): void
    }
  }
  export class Tensor {
    setDtype(dtype: number): void
    setTensorShape(shape: TensorShape): void
    setTensorContent(base64: string): void
  }
  export class AttrValue {
    setType(dtype: number): void
    setShape(shape: TensorShape): void
    setS(base64: string): void
    setI(value: number): void
    setF(value: number): void
    setB(value: boolean): void
    setList(list: AttrValue.ListValue): void
    setTensor(tensor: Tensor): void
  }
  export namespace AttrValue {
    class ListValue {
      setIList(values: number[]): void
      setTypeList(values: number[]): void
    }
  }
  export class NodeDef {
    setName(name: string): void
    setOp(op: string): void
    setDevice(device: string): void
    setInputList(inputs: string[]): void
    getAttrMap(): { set(name: string, value: AttrValue): void }
  }
  export class VersionDef {
    setProducer(version: number): void
  }
  export class GraphDef {
    addNode(node: NodeDef): void
    setVersions(version: VersionDef): void
    serializeBinary(): Uint8Array
  }
  export class MetaGraphDef {
    setMetaInfoDef(info: MetaGraphDef.MetaInfoDef): void
    setGraphDef(graph: GraphDef): void
  }
  export namespace MetaGraphDef {
    class MetaInfoDef {
      addTags(tag: string): void
    }
  }
  export class SavedModel {
    setSavedModelSchemaVersion(version: number): void
    addMetaGraphs(metaGraph: MetaGraphDef): void
    serializeBinary(): Uint8Array
  }
}
