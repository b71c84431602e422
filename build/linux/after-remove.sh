#!/bin/sh
set -e
[ "$1" = upgrade ] && exit 0

if [ "$(readlink /usr/bin/glyphlab)" = '/opt/${sanitizedProductName}/resources/bin/glyphlab' ]; then
  rm -f /usr/bin/glyphlab
fi
if [ -f '/etc/apparmor.d/${executable}' ]; then
  apparmor_parser --remove '/etc/apparmor.d/${executable}' 2>/dev/null || true
  rm -f '/etc/apparmor.d/${executable}'
fi

echo 'Glyphlab is removed. What you trained and imported stays, for each user in ~/.local/share/glyphlab,'
echo 'and downloaded runtimes in ~/.cache/glyphlab: delete these folders if you want them gone.'
