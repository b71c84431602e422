import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Bundles one TypeScript module of the checkout, dependencies included, so that a test can run it as a
 * process of its own from any folder. Returns the path of the JavaScript file.
 *
 * @param module path from the root of the checkout, or absolute
 * @param define constants of the build, such as those that switch its fault points on
 */
export async function bundleModule(
  module: string,
  folder: string,
  define: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = `${module.replace(/^.*\/|\.ts$/g, '')}.mjs`
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    define,
    ssr: { noExternal: true },
    build: {
      ssr: module,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  })
  return join(folder, name)
}
