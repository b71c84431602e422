/** A libtensorflow that is there, with a binding built for it. */
export interface Runtime {
  /** How this call came by it: `wheel` and `archive` when it has just been installed from one. */
  readonly source: 'environment' | 'cache' | 'wheel' | 'archive'
  /** TensorFlow's version; null for a folder named by GLYPHLAB_LIBTENSORFLOW. */
  readonly version: string | null
  readonly variant: 'cpu'
  /** Holds lib/ and include/. */
  readonly folder: string
  /** The binding's file, which lies in the per-user cache. */
  readonly binding: string
}
