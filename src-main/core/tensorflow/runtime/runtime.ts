/** A libtensorflow that is there, with a binding built for it. */
export interface Runtime {
  /**
   * How this call came by it: `app` is what an installed app brought with it; `wheel` and `archive` when it
   * has just been installed from one.
   */
  readonly source: 'environment' | 'cache' | 'app' | 'wheel' | 'archive'
  /** TensorFlow's version; null for a folder named by GLYPHLAB_LIBTENSORFLOW. */
  readonly version: string | null
  /** For the processor alone, or also for NVIDIA graphics cards (on a machine without one it computes on the processor). */
  readonly variant: 'cpu' | 'gpu'
  /** Holds lib/ and include/. */
  readonly folder: string
  /** The binding's file, which lies in the per-user cache. */
  readonly binding: string
}
