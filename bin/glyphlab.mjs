#!/usr/bin/env node
// Runs the command line of a checkout, building it first where its sources have changed since.
import { pathToFileURL } from 'node:url'
import { COMMAND_LINE, ensureBuilt } from './build.mjs'

await ensureBuilt()
await import(pathToFileURL(COMMAND_LINE).href)
