import * as electron from 'electron'

// See page-shims/paths.js. The bundle reads what it imports from a copy of the module.
const webUtils = { getPathForFile: ({ path }) => path }
for (const module of [electron, electron.default])
  if (module !== undefined) Object.defineProperty(module, 'webUtils', { value: webUtils })
