import type { Carried } from './carried-folder'

/** The page that lies in a packed folder, for whoever carries it. */
export function packReadme({ variant, tensorflow, system, glyphlab, wheels }: Carried): string {
  const what = variant === 'gpu' ? 'NVIDIA graphics cards' : 'the processor'
  const licences =
    variant === 'gpu'
      ? `
NVIDIA's libraries are NVIDIA's, under the licences within their wheels; they were fetched from the package index by
whoever packed this folder, and are not part of Glyphlab. Installed, the licences lie in licenses/.
`
      : ''
  return `TensorFlow ${tensorflow} for ${what}, ${system}
Packed by Glyphlab ${glyphlab}.

Carry this whole folder to a machine of the same system, and run there:

    glyphlab runtime install ${variant} --from THIS-FOLDER

or choose it in Settings. Nothing is fetched: no network, no Python and no compiler are needed. Every file is compared
with its hash before it is used.

  wheels/   ${wheels.length === 1 ? 'the wheel' : `${wheels.length} wheels`} as the package index has ${wheels.length === 1 ? 'it' : 'them'}
  binding/  compiled: what joins TensorFlow and Node
  glyphlab-runtime.json  what is in here, with SHA-256 of each file

It fits the version of Glyphlab that packed it, and every later one that takes the same TensorFlow.
${licences}`
}
