/* eslint-disable @typescript-eslint/no-require-imports -- Electron 9 knows no other way */
// Stands for cli.js in an application on Electron 9, whose Node is too old for it: hands on to the system's.
const { spawnSync } = require('child_process')
const { join } = require('path')

// Which reads no archive.
const folder = __dirname.replace('app.asar', 'app.asar.unpacked')
const words = [join(folder, 'lowered-cli.js'), ...process.argv.slice(2)]
const env = { ...process.env }
delete env.ELECTRON_RUN_AS_NODE
process.exitCode = spawnSync(env.GLYPHLAB_TEST_NODE, words, { stdio: 'inherit', env }).status
