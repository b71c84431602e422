import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * To be called before an application is signed, which makes every library on a Mac longer: a runtime whose files had
 * other lengths than its manifest says would count as damaged. From then on the signature vouches for them.
 */
export function forgetLengths(runtime) {
  const file = join(runtime, 'manifest.json')
  const manifest = { ...JSON.parse(readFileSync(file, 'utf8')), files: [] }
  // It may be a link to the one in the cache.
  rmSync(file)
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}
