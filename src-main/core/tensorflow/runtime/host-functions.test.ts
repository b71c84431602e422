import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { tfjsFolder } from './binding'
import { hostFunctionsSource } from './host-functions'

const HEADERS = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'))

test("every function of Node's that the binding calls is found in the program that runs", async () => {
  const source = await hostFunctionsSource(join(HEADERS, 'include'))
  const found = [...source.matchAll(/GetProcAddress\(host, "(\w+)"\)/g)].map(([, name]) => name)
  const folder = join(tfjsFolder(), 'binding')
  const called = new Set<string>()
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const [, used = ''] of text.matchAll(/\b(napi_\w+)\(/g)) called.add(used)
  }
  expect(called.size).toBeGreaterThan(20)
  expect(found).toEqual(expect.arrayContaining([...called]))
  expect(source.match(/^void \*__imp_/gm)).toHaveLength(found.length)
})
