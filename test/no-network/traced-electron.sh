#!/bin/sh
# Electron as the tests launch it, with the addresses that it turns to written into GLYPHLAB_TEST_TRACE.
exec strace -f -qq --seccomp-bpf -s 0 -e trace=connect,sendto,sendmsg,sendmmsg,bind \
  -o "$GLYPHLAB_TEST_TRACE" "$GLYPHLAB_TEST_ELECTRON_UNTRACED" "$@"
