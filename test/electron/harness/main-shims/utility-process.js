/* eslint-disable @typescript-eslint/no-require-imports -- Electron loads this by --require */
// node --require, in what stands for a utility process: gives it process.parentPort, and nothing else.
const { EventEmitter } = require('node:events')
const { encode, decode } = require('./codec.js')

const send = process.send.bind(process)
const parentPort = new EventEmitter()
parentPort.postMessage = (message) => void send(encode(message), () => undefined)

const early = []
parentPort.on('newListener', (name) => {
  if (name === 'message')
    setImmediate(() => {
      for (const event of early.splice(0)) parentPort.emit('message', event)
    })
})
process.on('message', (message) => {
  const event = { data: decode(message), ports: [] }
  if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event)
  else early.push(event)
})
// A real one dies with the application, whatever it is doing.
process.on('disconnect', () => process.exit(0))
process.send = undefined
process.parentPort = parentPort
