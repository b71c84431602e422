import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  connectionRecordSchema,
  type ConnectionRecord,
} from '../../../src-preload/contract/connection-record'
import { makeFolder } from '../files/make-folder'

/** The list of all connections to the network in a data home, in lines of JSON, the latest last. */
export function connectionsPath(home: string): string {
  return join(home, 'connections.jsonl')
}

/** More than a list on a screen has use for. */
const MOST_READ = 1000

/**
 * Writes down a connection. Never throws: what it is about goes on without the list, on a full disk too.
 */
export async function recordConnection(home: string, record: ConnectionRecord): Promise<void> {
  try {
    await makeFolder(home)
    const file = await open(connectionsPath(home), 'a+')
    try {
      // One call, so that processes at the same work do not write into each other's lines.
      const lineBreak = (await endsCutOff(file)) ? '\n' : ''
      await file.write(`${lineBreak}${JSON.stringify(record)}\n`)
    } finally {
      await file.close()
    }
  } catch {
    // As said.
  }
}

/** Whether a kill has left a line without its end, to which another one must not be joined. */
async function endsCutOff(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() !== '\n'
}

/**
 * The connections made so far, the latest first, of many the latest thousand; of each what was written last.
 * What cannot be read is left out.
 */
export async function readConnections(home: string): Promise<ConnectionRecord[]> {
  const lines = (await textOf(connectionsPath(home))).split('\n')
  const records = new Map<string, ConnectionRecord>()
  for (const line of lines.reverse()) {
    if (records.size === MOST_READ) break
    const record = parseRecord(line)
    if (record === null) continue
    const key = JSON.stringify([record.time, record.host, record.purpose])
    if (!records.has(key)) records.set(key, record)
  }
  return [...records.values()]
}

async function textOf(path: string): Promise<string> {
  try {
    // A pipe would be waited for without end.
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : ''
  } catch {
    return ''
  }
}

function parseRecord(line: string): ConnectionRecord | null {
  try {
    return connectionRecordSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
