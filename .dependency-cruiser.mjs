// The import arrows: entries -> desktop, served, command-line -> bridge -> processes -> core -> contract.
// Folders that are still to come are named already, so that they are held to the rules from their first file.

const TEST = '(\\.test(-helper)?\\.ts$|/fixtures/)'
const CONTRACT = '^src-preload/contract/'

/** Modules under `from` may not import what lies under `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** Own folders of src-main and the shells around it, as a pattern. */
const folders = (...names) => `^src-main/(${names.join('|')})/`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'A cycle has no order to read it in.', {}, { circular: true }),
    forbid(
      'core-is-plain-node',
      'The core imports itself, the contract, Node and packages other than electron.',
      { path: folders('core'), pathNot: TEST },
      {
        path: '^(src-|bench/|test/|node_modules/electron/|electron$)',
        pathNot: ['^src-main/core/', CONTRACT],
      },
    ),
    forbid(
      'processes-above-core-only',
      'Processes know the core and the contract.',
      { path: folders('processes'), pathNot: TEST },
      { path: '^(src-|bench/|test/)', pathNot: [folders('processes', 'core'), CONTRACT] },
    ),
    forbid(
      'bridge-above-processes-only',
      'The bridge knows processes, the core and the contract.',
      { path: folders('bridge'), pathNot: TEST },
      { path: '^(src-|bench/|test/)', pathNot: [folders('bridge', 'processes', 'core'), CONTRACT] },
    ),
    forbid(
      'faces-do-not-know-each-other',
      'Desktop, served mode and command line are three faces of one program.',
      // The command that starts served mode is where the two meet.
      {
        path: '^src-main/(desktop|served|command-line)/',
        pathNot: [TEST, '^src-main/command-line/serve\\.ts$'],
      },
      {
        path: '^(src-|bench/|test/)',
        pathNot: ['^src-main/$1/', folders('bridge', 'processes', 'core'), CONTRACT],
      },
    ),
    forbid(
      'electron-in-desktop-only',
      'All else runs without a window, on plain Node.',
      {
        pathNot: [
          '^src-main/(desktop/|main\\.ts$)',
          '^src-preload/preload\\.ts$',
          '^test/electron/',
        ],
      },
      { path: '^(node_modules/electron/|electron$)' },
    ),
    forbid(
      'renderer-knows-the-contract-only',
      'The renderer reaches everything else through the bridge.',
      { path: '^src-renderer/' },
      { path: '^(src-main/|src-preload/|bench/|test/)', pathNot: CONTRACT },
    ),
    forbid(
      'contract-runs-everywhere',
      'In Node, in a sandbox and in a browser: zod, and what makes ink of strokes for all of them, need nothing.',
      { path: CONTRACT, pathNot: TEST },
      { pathNot: [CONTRACT, '^node_modules/(zod|perfect-freehand)/'] },
    ),
    forbid(
      'tensorflow-in-its-folder-only',
      'The native binding sits behind one small typed interface.',
      { pathNot: ['^src-main/core/tensorflow/', TEST] },
      { path: '^node_modules/@tensorflow/|^@tensorflow/' },
    ),
    forbid(
      'nothing-imports-an-entry',
      'An entry starts a process when it is imported.',
      {},
      {
        path: '^src-main/(cli|main)\\.ts$|^src-main/processes/(trainer|recogniser|data-worker|data-service)\\.ts$',
      },
    ),
    forbid(
      'source-does-not-import-tests',
      'What ships must not need what tests it.',
      { path: '^src-', pathNot: TEST },
      { path: ['^test/', TEST] },
    ),
    forbid('all-imports-resolve', 'Something is missing.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/\\.venv/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count as well: an arrow is an arrow.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
