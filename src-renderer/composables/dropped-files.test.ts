import { expect, test } from 'vitest'
import { chosenFiles, droppedFiles } from './dropped-files'

/** The part of a browser's entry that is used, of files by name and folders by what they hold. */
type Tree = { readonly [name: string]: string | Tree }

function entryOf(name: string, held: string | Tree, parent = ''): unknown {
  const fullPath = `${parent}/${name}`
  if (typeof held === 'string')
    return {
      ...{ isFile: true, isDirectory: false, fullPath },
      file: (done: (file: File) => void) => done(new File([held], name)),
    }
  // As a browser does: some at a time, then none.
  const left = Object.entries(held).map(([inside, value]) => entryOf(inside, value, fullPath))
  return {
    ...{ isFile: false, isDirectory: true, fullPath },
    createReader: () => ({
      readEntries: (done: (entries: unknown[]) => void) => done(left.splice(0, 2)),
    }),
  }
}

function transferOf(tree: Tree, hasEntries = true): DataTransfer {
  const items = Object.entries(tree).map(([name, held]) => ({
    webkitGetAsEntry: () => (hasEntries ? entryOf(name, held) : null),
  }))
  const files = Object.keys(tree).map((name) => new File([], name))
  // A test has no DataTransfer of a browser's: this is what is read of one.
  return Object.assign(Object.create(null) as DataTransfer, { items, files })
}

async function pathsOf(dropped: ReturnType<typeof droppedFiles>): Promise<readonly string[]> {
  return ((await dropped?.contents()) ?? []).map(({ path }) => path)
}

test('a dropped folder is read whole, from its own name on', async () => {
  const tree = { letters: { a: { '1.png': 'x', '2.png': 'y' }, b: { '3.png': 'z' }, c: {} } }
  const dropped = droppedFiles(transferOf(tree))
  expect(dropped?.items.map(({ name }) => name)).toEqual(['letters'])
  expect(await pathsOf(dropped)).toEqual(['letters/a/1.png', 'letters/a/2.png', 'letters/b/3.png'])
})

test('files and folders can be dropped together', async () => {
  const dropped = droppedFiles(transferOf({ 'train.csv': '1', more: { 'test.csv': '2' } }))
  const contents = (await dropped?.contents()) ?? []
  expect(contents.map(({ path }) => path)).toEqual(['train.csv', 'more/test.csv'])
  expect(await contents[1]?.file.text()).toBe('2')
})

test('files alone do without entries', async () => {
  expect(await pathsOf(droppedFiles(transferOf({ 'a.csv': '1' }, false)))).toEqual(['a.csv'])
})

test('something without files is nothing', () => {
  expect(droppedFiles(transferOf({}))).toBeNull()
  expect(chosenFiles(null)).toBeNull()
})
