#!/bin/sh
# The command line is what `glyphlab` names; the window is in the menu of applications.
set -e
app='/opt/${sanitizedProductName}'

ln -sf "$app/resources/bin/glyphlab" /usr/bin/glyphlab

# Chromium's sandbox needs the right to user namespaces or, without it, this helper to run as root.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu gives that right by name.
profile="$app/resources/apparmor-profile"
if [ -d /etc/apparmor.d ] && apparmor_parser --skip-kernel-load "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  apparmor_parser --replace '/etc/apparmor.d/${executable}' || true
fi

if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then
  update-desktop-database /usr/share/applications || true
fi
