import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runIdSchema } from '../../../../src-preload/contract/run'
import { madeArchive, withField, withText } from '../../archives/made-archive.test-helper'
import { answersFrom } from '../../measurements/answers-file'
import { jsonText } from '../../files/json-text'
import { importRun } from './import-run'
import { framedRun, makeWholeRun } from './made-whole-run.test-helper'
import { manifestText } from './manifest'

const RUN = '20260101-000000-tiny-aaaa'

type Files = Readonly<Record<string, Uint8Array | string>>

let folder = ''
let whole: Files = {}
let foreignAnswers = Buffer.alloc(0)
const runs = () => join(folder, 'runs')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphlab-hostile-'))
  const run = await makeWholeRun(join(folder, 'there'), RUN)
  const entries = await readdir(run, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(run, join(parentPath, name)).replaceAll(sep, '/'))
  const read = paths.sort().map(async (path) => [path, await readFile(join(run, path))] as const)
  whole = Object.fromEntries(await Promise.all(read))
  const answers = join(run, 'evaluations', 'made-test.safetensors')
  foreignAnswers = Buffer.concat(await answersFrom(answers, '/etc'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => rm(runs(), { recursive: true, force: true }))

/** Takes a file in that must be refused; answers why, and makes sure that nothing is left of it. */
async function refusal(bytes: Uint8Array): Promise<unknown> {
  const file = join(folder, 'run.glyphlab')
  await writeFile(file, bytes)
  const error: unknown = await importRun(file, runs()).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(await readdir(runs()).catch(() => [])).toEqual([])
  const others = (await readdir(folder)).filter((name) => name !== 'runs')
  expect(others.sort()).toEqual(['run.glyphlab', 'there'])
  return error
}

const refused = (message: string | RegExp) => ({
  code: 'archive-invalid',
  message: expect.stringMatching(message),
})
const changed = (files: Files): Files => ({ ...whole, ...files })

test('what was not changed is taken in', async () => {
  expect(await readdir(folder)).toContain('there')
  await writeFile(join(folder, 'run.glyphlab'), framedRun(RUN, whole))
  expect(await importRun(join(folder, 'run.glyphlab'), runs())).toMatchObject({ kind: 'imported' })
})

const DOES_NOT_BELONG = 'it does not belong into the folder of a run'

describe('a file called', () => {
  test.each([
    ['../run.json', 'its name leads out of the archive'],
    ['/etc/passwd', 'its name is absolute'],
    ['a\\b', 'its name holds a backslash'],
    ['C:run.json', 'its name begins with a drive'],
    ['run\0.json', 'its name holds control characters'],
    ['run\n.json', 'its name holds control characters'],
    ['checkpoints//last.safetensors', 'its name has an empty step'],
    ['checkpoints/./last.safetensors', 'its name has an empty step'],
    ['checkpoints/', /missing|does not belong/],
    ['run.lock', DOES_NOT_BELONG],
    ['notes.lock', DOES_NOT_BELONG],
    ['run.sh', DOES_NOT_BELONG],
    ['Run.json', DOES_NOT_BELONG],
    ['evaluations/.hidden-test.json', DOES_NOT_BELONG],
    ['evaluations/a/b-test.json', DOES_NOT_BELONG],
    ['evaluations/a-other.json', DOES_NOT_BELONG],
    ['evaluationſ/a-test.json', DOES_NOT_BELONG],
    ['evaluations/con.x-test.json', 'Windows takes its name for a device'],
    ['evaluations/e\u0301-test.json', 'its name is not written as every system writes it'],
    ['events.out.tfevents.1.host.', DOES_NOT_BELONG],
    ['checkpoints/other.safetensors', DOES_NOT_BELONG],
    [`evaluations/${'a'.repeat(130)}-test.json`, DOES_NOT_BELONG],
  ])('%j is refused', async (name, message) => {
    expect(await refusal(framedRun(RUN, changed({ [name]: '{}' })))).toMatchObject(refused(message))
  })

  test.each([
    ['evaluations/A-test.json', 'evaluations/a-test.json'],
    ['evaluations/straße-test.json', 'evaluations/strasse-test.json'],
    ['evaluations/ﬁ-test.json', 'evaluations/fi-test.json'],
  ])('%j beside %j is refused: somewhere they are one', async (one, other) => {
    const error = await refusal(framedRun(RUN, changed({ [one]: '{}', [other]: '{}' })))
    expect(error).toMatchObject(refused('have the same name on some systems'))
  })
})

describe('an archive', () => {
  const ofRun = () => framedRun(RUN, whole)
  const plain = (files: Files) =>
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, { content, compress: false }]),
    )
  const withManifest = (compress: boolean) =>
    madeArchive({ 'glyphlab.json': { content: manifestText(readRun(), []), compress } })

  test.each<[string, () => Buffer | Promise<Buffer>, string | RegExp]>([
    ['that is empty', () => Buffer.alloc(0), 'is empty'],
    ['that is text', () => Buffer.from('hello'), 'it is text'],
    ['without its end', () => ofRun().subarray(0, -30), 'the beginning of a zip'],
    [
      'without its beginning',
      () => ofRun().subarray(10),
      /not as Glyphlab writes|shares bytes|lies outside|is no JSON|damaged/,
    ],
    ['of other files', () => madeArchive({ 'a.txt': 'a' }), 'glyphlab.json is not its first file'],
    ['that is compressed', () => withManifest(true), 'glyphlab.json: it is compressed'],
    ['of another program', () => withManifest(false), 'not as Glyphlab writes it'],
    [
      'with a byte before it',
      () => Buffer.concat([Buffer.from('x'), ofRun()]),
      /not as Glyphlab writes it|shares bytes|is no JSON|damaged/,
    ],
    [
      'with a byte behind it',
      () => Buffer.concat([ofRun(), Buffer.from('x')]),
      /damaged|no whole zip/,
    ],
    [
      'with a comment',
      () => madeArchive(plain({ 'glyphlab.json': manifestText(readRun(), []) }), { comment: 'c' }),
      'its length is not as Glyphlab writes it',
    ],
    [
      'with sizes for giants',
      () => madeArchive(plain({ 'glyphlab.json': manifestText(readRun(), []) }), { zip64: true }),
      'its length is not as Glyphlab writes it',
    ],
    ['with an encrypted entry', () => withField(ofRun(), 0, 'flags', 0x801), 'it is encrypted'],
    [
      'with an entry of another method',
      () => withField(ofRun(), 1, 'method', 12),
      'it is compressed by method 12',
    ],
    [
      'with an entry that names fewer bytes',
      () => withField(ofRun(), 1, 'bytes', 3),
      'it is compressed',
    ],
    [
      'with an entry that names gigabytes',
      () => withField(ofRun(), 1, 'compressedBytes', 0xfffffff0),
      'shares bytes',
    ],
    ['with entries at one place', () => withField(ofRun(), 2, 'headerStart', 0), 'shares bytes'],
    [
      'with another checksum',
      () => withField(ofRun(), 1, 'crc32', 1),
      'what precedes "checkpoints/best.safetensors"',
    ],
    [
      'with other bits of flags',
      () => withField(ofRun(), 1, 'flags', 0),
      /what precedes|its directory/,
    ],
    [
      'whose file is another one',
      () => withText(ofRun(), 'a note', 'A note'),
      '"notes.json" is damaged: its checksum does not match',
    ],
    [
      'with a file twice',
      () => withText(ofRun(), 'checkpoints/best.', 'checkpoints/last.'),
      'it is there twice',
    ],
    [
      'with a link',
      () => madeArchive({ 'glyphlab.json': { content: '{}', mode: 0o120777 } }),
      'it is a symbolic link',
    ],
  ])('%s is refused', async (_, make, message) => {
    expect(await refusal(await make())).toMatchObject(refused(message))
  })
})

const readRun = () => runIdSchema.parse(RUN)

describe('a manifest', () => {
  test.each<[string, (text: string) => string, string]>([
    ['that is no JSON', () => '{', 'its glyphlab.json is no JSON'],
    ['of something else', () => '{}', 'does not say that it is a run of Glyphlab'],
    [
      'of a number too large',
      (text) => text.replace('"version": 1', '"version": 1e999'),
      'does not say',
    ],
    ['with more in it', (text) => text.replace('{', '{"more":1,'), 'does not fit|Unrecognized'],
    [
      'with a key twice',
      (text) => text.replace('{', '{"version": 1,'),
      'not as Glyphlab writes it',
    ],
    ['nested a million deep', () => '['.repeat(500_000), 'is no JSON'],
    ['that leads elsewhere', (text) => text.replace(RUN, '../../evil'), 'at run'],
    ['that is hidden', (text) => text.replace(RUN, 'evil.tmp'), 'no name for a folder'],
    ['that Windows cannot make', (text) => text.replace(RUN, 'con'), 'no name for a folder'],
    [
      'of a file that is missing',
      (text) => text.replaceAll('"run.json"', '"metrics.jsonl"'),
      'have the same name',
    ],
    ['of another size', (text) => text.replace(/"bytes": \d+/, '"bytes": 7'), '7 by glyphlab.json'],
    [
      'of another hash',
      (text) => text.replace(/"sha256": "\w{8}/, '"sha256": "00000000'),
      'its checksum does not match',
    ],
    [
      'of more than there is',
      (text) => text.replace(/"bytes": \d+/, '"bytes": 9007199254740991'),
      'at most 4294967295',
    ],
  ])('%s is refused', async (_, change, message) => {
    expect(await refusal(framedRun(RUN, whole, change))).toMatchObject(refused(message))
  })

  test('of a later version says that Glyphlab is to be updated', async () => {
    const later = (text: string) =>
      text
        .replace('"version": 1', '"version": 2')
        .replace(/"glyphlab": ".*"/, '"glyphlab": "9.0.0"')
    expect(await refusal(framedRun(RUN, whole, later))).toMatchObject({
      code: 'run-newer',
      message: expect.stringMatching(/written by Glyphlab 9\.0\.0, in version 2 .* reads up to 1$/),
      hint: 'Update Glyphlab to open this run.',
    })
  })
})

/** A safetensors file with any header. */
function tensors(header: string, length = BigInt(header.length), data = ''): Buffer {
  const start = Buffer.alloc(8)
  start.writeBigUInt64LE(length)
  return Buffer.concat([start, Buffer.from(header), Buffer.from(data)])
}

describe('what is in it', () => {
  const text = (path: string) => Buffer.from(whole[path] ?? '').toString()
  const json = (path: string, change: (value: Record<string, unknown>) => object) =>
    jsonText(change(JSON.parse(text(path)) as Record<string, unknown>))
  const BEST = 'checkpoints/best.safetensors'
  const LAST = 'checkpoints/last.safetensors'
  const ANSWERS = 'evaluations/made-test.safetensors'

  test.each<[string, () => Files, string | RegExp]>([
    ['no record', () => ({ 'run.json': '' }), 'run.json is no JSON'],
    [
      'a record of another form',
      () => ({ 'run.json': json('run.json', ({ id, ...rest }) => ({ ...rest, name: id })) }),
      'run.json at id',
    ],
    [
      'a record nested deep',
      () => ({ 'run.json': `{"schema":1,"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }),
      'run.json',
    ],
    [
      'a record of huge numbers',
      () => ({ 'run.json': text('run.json').replace(/"epochs": \d+/, '"epochs": 1e308') }),
      'run.json at description.configuration.epochs',
    ],
    [
      'a folder as its data set',
      () => ({
        'run.json': json('run.json', (record) => ({ ...record, datasetSource: '\\\\host\\share' })),
      }),
      'names a folder of another machine',
    ],
    [
      'a folder as its first weights',
      () => ({
        'run.json': json('run.json', (record) => ({ ...record, initialWeights: '/etc/passwd' })),
      }),
      'names a folder',
    ],
    [
      'notes too long',
      () => ({
        'notes.json': json('notes.json', (notes) => ({ ...notes, text: 'x'.repeat(1_000_001) })),
      }),
      'notes.json at text',
    ],
    ['metrics that are none', () => ({ 'metrics.jsonl': 'x'.repeat(2000) }), 'metrics.jsonl'],
    [
      'metrics cut short',
      () => ({ 'metrics.jsonl': text('metrics.jsonl').slice(0, 300) }),
      'metrics.jsonl has 300 bytes, expected',
    ],
    [
      'a header as long as it says',
      () => ({ [BEST]: tensors('{}', 2n ** 63n) }),
      'best.safetensors: no safetensors file: a header of',
    ],
    [
      'a header of gigabytes',
      () => ({ [BEST]: tensors('{}', 2n ** 26n) }),
      'at most 8388608 are allowed',
    ],
    ['a header longer than its file', () => ({ [BEST]: tensors('{}', 1000n) }), 'truncated'],
    [
      'shapes beyond all numbers',
      () => ({
        [BEST]: tensors(
          '{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,4]}}',
          undefined,
          'abcd',
        ),
      }),
      'best.safetensors: tensor "a"',
    ],
    [
      'a tensor outside of the file',
      () => ({
        [BEST]: tensors(
          '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
          undefined,
          'abcd',
        ),
      }),
      'truncated',
    ],
    [
      'tensors one over the other',
      () => ({
        [BEST]: tensors(
          '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}',
          undefined,
          'abcd',
        ),
      }),
      'overlaps',
    ],
    [
      'a checkpoint of nobody',
      () => ({ [LAST]: tensors('{}') }),
      'last.safetensors is no checkpoint',
    ],
    [
      'a checkpoint of another run',
      () => ({ 'run.json': text('run.json').replace('-aaaa', '-bbbb') }),
      'is of run',
    ],
    [
      'a measurement of another form',
      () => ({ 'evaluations/made-test.json': '{"schema":1}' }),
      'made-test.json',
    ],
    ['answers of nothing', () => ({ [ANSWERS]: tensors('{}') }), 'does not say which measurement'],
    [
      'answers from a folder',
      () => ({ [ANSWERS]: foreignAnswers }),
      'names a folder of another machine',
    ],
  ])('%s is refused', async (_, files, message) => {
    expect(await refusal(framedRun(RUN, changed(files())))).toMatchObject(refused(message))
  })

  test('a later schema says that Glyphlab is to be updated', async () => {
    const later = text('run.json').replace('"schema": 1', '"schema": 2')
    expect(await refusal(framedRun(RUN, changed({ 'run.json': later })))).toMatchObject({
      code: 'run-newer',
      message: expect.stringMatching(/run\.glyphlab: run\.json is of version 2/),
    })
  })

  test('without a record it is no run', async () => {
    const rest = Object.fromEntries(Object.entries(whole).filter(([path]) => path !== 'run.json'))
    expect(await refusal(framedRun(RUN, rest))).toMatchObject(refused('has no run.json'))
  })
})

test.each(['a folder', 'nothing'])('%s is no file of a run', async (what) => {
  const file = what === 'a folder' ? folder : join(folder, 'absent.glyphlab')
  await expect(importRun(file, runs())).rejects.toMatchObject({ code: 'archive-invalid' })
})

test('a place that is a link leading nowhere is taken', async () => {
  await writeFile(join(folder, 'run.glyphlab'), framedRun(RUN, whole))
  await importRun(join(folder, 'run.glyphlab'), runs())
  await rm(join(runs(), RUN), { recursive: true })
  await symlink(join(folder, 'nowhere'), join(runs(), RUN))
  const imported = await importRun(join(folder, 'run.glyphlab'), runs())
  expect(imported).toMatchObject({ run: `${RUN}-2`, kind: 'imported' })
  expect(await readdir(folder)).not.toContain('nowhere')
})
