import type { CharacterClass } from '../dataset'

/** Classes named in the order of their labels, from 0. */
export function namedClasses(names: readonly string[]): CharacterClass[] {
  return names.map((name, label) => ({ label, character: name, characters: [name] }))
}

const DIGITS = namedClasses([...'0123456789'])

/** Xiao, Rasul and Vollgraf 2017, table 2. */
const FASHION_MNIST = namedClasses([
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
])

/** Clanuwat et al. 2018, figure 2: a hiragana of each row of the table of kana. */
const KMNIST = namedClasses([...'おきすつなはまやれを'])

/** Classes of files that come without their names. */
export interface KnownClasses {
  readonly title: string
  readonly split: string
  readonly classes: readonly CharacterClass[]
}

const BY_WORD: readonly (KnownClasses & { readonly word: RegExp })[] = [
  {
    word: /fashion/i,
    title: 'Fashion-MNIST',
    split: 'fashion-mnist',
    classes: FASHION_MNIST,
  },
  { word: /kmnist|kuzushiji/i, title: 'KMNIST', split: 'kmnist', classes: KMNIST },
]

/**
 * The classes of MNIST's relatives, told by what folders and files are called; null where nothing says so.
 * @param name of the folder or archive and of what is in it
 */
export function classesByName(name: string): KnownClasses | null {
  return BY_WORD.find(({ word }) => word.test(name)) ?? null
}

/** The ten digits, where no label is above 9. */
export function digitsFor(labels: readonly Uint8Array[]): readonly CharacterClass[] | null {
  const greatest = labels.reduce(
    (most, part) => part.reduce((label, other) => Math.max(label, other), most),
    0,
  )
  return greatest <= 9 ? DIGITS : null
}
