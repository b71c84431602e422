import { readdirSync, readFileSync } from 'node:fs'

interface ProcessEntry {
  readonly id: number
  readonly parent: number
  readonly state: string
  /** Tells a process from a later one with the same id. */
  readonly startedAt: string
}

function readProcess(id: number): ProcessEntry | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The name in brackets may hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = '', parent = '0'] = fields
    return { id, parent: Number(parent), state, startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

function allProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
}

/** A process and everything below it, seen now; Linux only. */
export class ProcessFamily {
  readonly #members: readonly ProcessEntry[]

  constructor(root: number) {
    const all = allProcesses()
    const inside = new Set([root])
    for (let size = 0; size !== inside.size;) {
      size = inside.size
      for (const { id, parent } of all) if (inside.has(parent)) inside.add(id)
    }
    this.#members = all.filter(({ id }) => inside.has(id))
  }

  /** Ids of its members whose command line has this in it. */
  named(part: string): readonly number[] {
    return this.#members.flatMap(({ id }) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(part) ? [id] : []
      } catch {
        return []
      }
    })
  }

  /** Ids of its members that still run. */
  left(): readonly number[] {
    return this.#members.flatMap(({ id, startedAt }) => {
      const now = readProcess(id)
      return now !== null && now.startedAt === startedAt && now.state !== 'Z' ? [id] : []
    })
  }

  /** Resolves once none is left, or with those that are after so long. */
  async leftAfter(limitMs: number): Promise<readonly number[]> {
    const deadline = performance.now() + limitMs
    while (this.left().length > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50))
    return this.left()
  }
}
