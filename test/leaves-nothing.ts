import { afterAll, vi } from 'vitest'

/**
 * Files of the plain tests share a process: what one leaves behind meets the next, another one each time. It
 * is refused here, in the file that left it.
 */
const environment = { ...process.env }
const folder = process.cwd()
/** What pages have and Node has not; tests put something in its place. */
const PAGE = ['document', 'localStorage', 'location', 'matchMedia', 'window'] as const
const page = PAGE.map(globalNamed)

afterAll(() => {
  const names = new Set([...Object.keys(environment), ...Object.keys(process.env)])
  const left = [
    ...[...names].filter((name) => process.env[name] !== environment[name]),
    ...PAGE.filter((name, position) => globalNamed(name) !== page[position]),
    ...(process.cwd() === folder ? [] : ['the working directory']),
    ...(vi.isFakeTimers() ? ['fake timers'] : []),
  ]
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  process.chdir(folder)
  if (left.length > 0) throw new Error(`These tests leave changed: ${left.join(', ')}`)
})

function globalNamed(name: string): unknown {
  return Object.getOwnPropertyDescriptor(globalThis, name)?.value
}
