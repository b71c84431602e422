import { beforeEach, expect, test, vi } from 'vitest'
import { useCardPicturesStore } from './card-pictures'
import { openStores } from './open-stores.test-helper'

const KEY = { source: 'letters', split: null }
const classes = (names: string) => [...names].map((name) => [name, `${name}2`])

let kept: Map<string, string>
beforeEach(() => {
  kept = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  })
  openStores()
  return () => vi.unstubAllGlobals()
})

test.each([
  ['a', 'a'],
  ['ab', 'ab'],
  ['abc', 'abc'],
  ['abcd', 'abcd'],
  ['abcdefgh', 'bdfh'],
])('of %s a card shows %s', (names, shown) => {
  const pictures = useCardPicturesStore()
  pictures.keep(KEY, classes(names))
  expect(pictures.of(KEY)?.join('')).toBe(shown)
})

test('a class without images has no place on a card', () => {
  const pictures = useCardPicturesStore()
  pictures.keep(KEY, [['a'], [], ['c']])
  expect(pictures.of(KEY)).toEqual(['a', 'c'])
})

test('what was seen is there when the window is loaded anew, until it is forgotten', () => {
  const images = ['AAAA', 'BBBB']
  useCardPicturesStore().keep(KEY, [['AAAA'], ['BBBB']])
  openStores()
  const pictures = useCardPicturesStore()
  expect(pictures.of(KEY)).toEqual(images)
  pictures.forget(KEY)
  expect(pictures.of(KEY)).toBeNull()
  openStores()
  expect(useCardPicturesStore().of(KEY)).toBeNull()
})

test('what else lies in its place is left aside', () => {
  kept.set('glyphlab.card-pictures', '{"letters": 5')
  openStores()
  expect(useCardPicturesStore().of(KEY)).toBeNull()
})
