import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const HEADERS = ['js_native_api.h', 'node_api.h']

/**
 * On Windows an addon says which program gives it the functions of Node's: `node.exe`, which Electron and an installed
 * application are not. So what the compiler takes for that program's table is the addon's own, filled as it is loaded
 * from the program that runs.
 *
 * @param includeFolder of node-api-headers
 * @returns a source to be compiled along
 */
export async function hostFunctionsSource(includeFolder: string): Promise<string> {
  const names = new Set<string>()
  for (const header of HEADERS) {
    const text = await readFile(join(includeFolder, header), 'utf8')
    for (const [, name = ''] of text.matchAll(/NAPI_CDECL\s+(\w+)\(/g)) names.add(name)
  }
  const each = (line: (name: string) => string) => [...names].map(line).join('\n')
  return `
#include <windows.h>
extern "C" {
${each((name) => `void *__imp_${name};`)}
}
__attribute__((constructor)) static void FindFunctions() {
  HMODULE host = GetModuleHandleW(nullptr);
${each((name) => `  __imp_${name} = (void *)GetProcAddress(host, "${name}");`)}
}
`
}
