import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { acceptedHost, allowedHosts, inAddress, isLoopback, shownHost } from './allowed-hosts'

test.each([
  ['127.0.0.1:8317', '127.0.0.1:8317'],
  ['localhost:9000', 'localhost:9000'],
  ['LOCALHOST', 'localhost'],
  ['[::1]:8317', '[::1]:8317'],
  ['127.0.0.1', '127.0.0.1'],
  ['evil.example:8317', null],
  ['127.0.0.1.evil.example:8317', null],
  ['localhost.evil.example', null],
  ['evil.example@localhost', null],
  ['localhost:8317@evil.example', null],
  ['localhost:', null],
  ['localhost:99999999', null],
  ['localhost, evil.example', null],
  ["localhost; script-src 'unsafe-inline'", null],
  ['localhost\nevil', null],
  ['::1', null],
  ['0.0.0.0:8317', null],
  ['', null],
  [undefined, null],
])('of the Host header %j is accepted %j', (header, accepted) => {
  expect(acceptedHost(header, allowedHosts('127.0.0.1'))).toBe(accepted)
})

test('the host that was asked for is accepted, and no other name', () => {
  const hosts = allowedHosts('Workstation.example')
  expect(acceptedHost('workstation.example:1', hosts)).toBe('workstation.example:1')
  expect(acceptedHost('other.example:1', hosts)).toBeNull()
  expect(allowedHosts('fd00::7')).toContain('[fd00::7]')
})

test('a server at every address has the name of the machine, and its addresses', () => {
  expect(allowedHosts('0.0.0.0')).toContain(hostname().toLowerCase())
  expect(allowedHosts('0.0.0.0')).not.toContain('0.0.0.0')
  expect(shownHost('0.0.0.0')).not.toBe('0.0.0.0')
})

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.0.2.1', false],
])('whether only this machine reaches %s: %s', (host, only) => {
  expect(isLoopback(host)).toBe(only)
})

test('IPv6 is in brackets in an address', () => {
  expect(inAddress('::1')).toBe('[::1]')
  expect(shownHost('::1')).toBe('[::1]')
})
