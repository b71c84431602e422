// The product's own configuration with Electron 9.4.1 as the distribution, the only one that registries have.
import { dirname } from 'node:path'

const BINARY = process.env.GLYPHLAB_TEST_ELECTRON
const OUTPUT = process.env.GLYPHLAB_TEST_OUTPUT

/** Without fuses: this Electron has none to set. */
export default function withElectron9(configuration) {
  return {
    ...configuration,
    directories: { ...configuration.directories, output: OUTPUT },
    electronDist: dirname(BINARY),
    electronVersion: '9.4.1',
    electronFuses: undefined,
  }
}
