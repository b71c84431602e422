/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this by --require */
// electron --require main-shims/index.js: what the product's main process expects, on Electron 9.
require('core-js/actual')
require('./globals.js')
require('./node12.js')
require('./electron9.js')
