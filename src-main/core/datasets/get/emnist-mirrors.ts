/**
 * Where EMNIST's files are, in the order in which they are tried: archives (`….zip`) with members of these
 * names in any folder, and folders (`…/`) with single files. What they give is held against the published
 * hashes, so that a mirror need not be trusted.
 *
 * The first is the official one (NIST moved it there in 2024 from the second, which older programs name).
 * The others are copies that projects fetch single files from.
 */
const EMNIST_MIRRORS: readonly string[] = [
  'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
  'https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip',
  'https://huggingface.co/datasets/Heliosoph/EMNIST/resolve/main/',
  'https://github.com/aurelienduarte/emnist/raw/master/gzip/',
]

/** The mirrors of `GLYPHLAB_MIRRORS`, separated by spaces, or else those built in. */
export function usualMirrors(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const named = (environment['GLYPHLAB_MIRRORS'] ?? '').split(/\s+/).filter((url) => url !== '')
  return named.length > 0 ? named : EMNIST_MIRRORS
}
