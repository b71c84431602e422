// Files cross no bridge between worlds on Electron 9, but have their path themselves: it goes in their place,
// and preload-shims/paths.js takes it for what webUtils.getPathForFile tells today.
export function withPaths(bridge) {
  if (bridge === undefined) return undefined
  return {
    ...bridge,
    handOver: ({ items }) =>
      bridge.handOver({
        items: Array.from(items, ({ path }) => ({ path })),
        contents: () => Promise.resolve([]),
      }),
  }
}
globalThis.glyphlabWithPaths = withPaths
