import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import type { ShelfKey } from './shelf'

/** Images on a card. */
const IMAGES = 4
const KEPT = 'glyphlab.card-pictures'
const keptSchema = z.record(z.string(), z.array(z.base64()).max(IMAGES))

/**
 * Four images of each data set that was looked at on this machine: reading a whole data set for its card would
 * take longer than the card is looked at.
 */
export const useCardPicturesStore = defineStore('card-pictures', () => {
  const pictures = shallowRef<Readonly<Record<string, readonly string[]>>>(readKept())

  const of = (key: ShelfKey): readonly string[] | null => pictures.value[nameOf(key)] ?? null

  /** Keeps a specimen of classes that lie apart. */
  function keep(key: ShelfKey, specimens: readonly (readonly string[])[]): void {
    const firsts = specimens.flatMap(([first]) => first ?? [])
    const length = Math.min(IMAGES, firsts.length)
    const chosen = Array.from(
      { length },
      (_, at) => firsts[Math.floor(((at + 0.5) * firsts.length) / length)] ?? [],
    ).flat()
    pictures.value = { ...pictures.value, [nameOf(key)]: chosen }
    write(pictures.value)
  }

  function forget(key: ShelfKey): void {
    pictures.value = Object.fromEntries(
      Object.entries(pictures.value).filter(([name]) => name !== nameOf(key)),
    )
    write(pictures.value)
  }
  return { of, keep, forget }
})

const nameOf = ({ source, split }: ShelfKey): string => JSON.stringify([source, split])

function readKept(): z.infer<typeof keptSchema> {
  try {
    const text = localStorage.getItem(KEPT)
    return keptSchema.safeParse(text === null ? {} : JSON.parse(text)).data ?? {}
  } catch {
    // No storage, or something else in it: cards show their characters in print.
    return {}
  }
}

function write(pictures: Readonly<Record<string, readonly string[]>>): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(pictures))
  } catch {
    // Without storage they last as long as the window.
  }
}
