import { setTimeout as delay } from 'node:timers/promises'
import type { Peer } from './peer'
import type { Plan } from './plan'
import type { Answer, Ready } from './protocol'

/** Long enough for the threads of whoever was measured before to stop spinning. */
const PAUSE_MS = 300

/** What a peer answered in one turn, by measurement of the plan. */
export type Turn = readonly Answer[]

export interface MeasuredPeer {
  readonly name: string
  readonly ready: Ready
  /** By round. */
  readonly turns: readonly Turn[]
  readonly peakMemoryBytes: number | null
}

export interface WarmPeer {
  readonly peer: Peer
  readonly ready: Ready
}

/** Measures warm peers in turns, A B C A B C …, while all others sleep. */
export async function runRounds(
  peers: readonly WarmPeer[],
  plan: Plan,
  onProgress: (line: string) => void,
): Promise<readonly MeasuredPeer[]> {
  const measured = peers.map((warm) => ({ ...warm, turns: [] as Turn[] }))
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const { peer, turns } of measured) {
      onProgress(`round ${round} of ${plan.rounds}: ${peer.name}`)
      turns.push(await takeTurn(peer, plan))
    }
  }
  return measured.map(({ peer, ready, turns }) => ({
    name: peer.name,
    ready,
    turns,
    peakMemoryBytes: peer.peakMemoryBytes(),
  }))
}

async function takeTurn(peer: Peer, plan: Plan): Promise<Turn> {
  const answers: Answer[] = []
  for (const { request, dropFirst } of plan.measurements) {
    await delay(PAUSE_MS)
    const answer = await peer.run(request)
    answers.push({ ...answer, ms: dropFirst ? answer.ms.slice(1) : answer.ms })
  }
  return answers
}
