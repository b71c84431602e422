import { constants } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Windows knows no such flag, and no pipe that lies in a folder. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** A small text file. A pipe that lies in its place is empty: it would else be waited for without end. */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, { encoding: 'utf8', flag: WITHOUT_WAITING })
}
