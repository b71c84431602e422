import { expect, test } from 'vitest'
import { outwardCalls } from './outward-calls'

// Lines that strace 6.1 wrote of a Node that looked a name up, connected, sent and listened.
test.each([
  [
    'connect(19, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH (Network is unreachable)',
    'connect 192.0.2.1 port 80',
  ],
  [
    'connect(18, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.255.255.53")}, 16) = -1 ENETUNREACH (Network is unreachable)',
    'connect 10.255.255.53 port 53',
  ],
  [
    'connect(18, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
    'connect 127.0.0.53 port 53',
  ],
  [
    'connect(19, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
    'connect 2001:db8::1 port 443',
  ],
  [
    'connect(18, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
    'connect /run/systemd/resolve/io.systemd.Resolve',
  ],
  [
    'sendto(21, ""..., 12, 0, {sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("224.0.0.251")}, 16) = 12',
    'sendto 224.0.0.251 port 5353',
  ],
  [
    'sendmsg(21, {msg_name={sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, msg_namelen=16, msg_iov=[], msg_iovlen=0}, 0) = 3',
    'sendmsg 192.0.2.1 port 443',
  ],
  [
    'bind(18, {sa_family=AF_INET, sin_port=htons(8317), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    'bind 0.0.0.0 port 8317',
  ],
  ['connect(18, {sa_family=AF_VSOCK, svm_cid=0x2, svm_port=0x1}, 16) = 0', 'connect AF_VSOCK'],
])('is seen: %s', (line, call) => {
  expect(outwardCalls(`1 exit\n27319 ${line}\n27320 ${line}\n`)).toEqual([call])
})

test.each([
  'connect(18, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
  'connect(18, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 20) = 0',
  'connect(19, {sa_family=AF_INET, sin_port=htons(8317), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
  'connect(19, {sa_family=AF_INET6, sin6_port=htons(8317), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
  'bind(18, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0',
  'sendto(19, ""..., 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
  'sendto(19, ""..., 20, MSG_NOSIGNAL, NULL, 0) = 20',
  'sendmsg(4, {msg_name=NULL, msg_namelen=0, msg_iov=[], msg_iovlen=1}, 0) = 8',
])('stays on the machine: %s', (line) => {
  expect(outwardCalls(`27319 ${line}\n`)).toEqual([])
})
