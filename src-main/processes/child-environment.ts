/** Instructions to the Node or Electron that runs *this* process; they would mislead a child. */
const NOT_INHERITED =
  /^(NODE_OPTIONS|NODE_V8_COVERAGE|NODE_UNIQUE_ID|NODE_CHANNEL_.*|NODE_INSPECT_.*|ELECTRON_.*)$/i

/** What a child inherits, with `additions` on top. */
export function childEnvironment(
  inherited: NodeJS.ProcessEnv,
  additions: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !NOT_INHERITED.test(name))
  return { ...Object.fromEntries(kept), ...additions }
}
