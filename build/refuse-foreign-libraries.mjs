import { readdirSync } from 'node:fs'

/** NVIDIA's, under their names on all three systems: its licence does not let us hand them on. */
const OF_NVIDIA =
  /^(lib(cu|nv|nccl)|cu(blas|da|dnn|fft|inj|pti|rand|solver|sparse)|nv(jpeg|jitlink|rtc|tx|infer)).*\.(so|dylib|dll)\b/i

/** @throws where NVIDIA's libraries lie in the application */
export function refuseForeignLibraries(folder) {
  const found = readdirSync(folder, { recursive: true }).filter((path) =>
    OF_NVIDIA.test(path.split(/[\\/]/).at(-1)),
  )
  if (found.length > 0)
    throw new Error(`NVIDIA's libraries must not be in an installer: ${found.join(', ')}`)
}
