#!/bin/sh
# Fails when a manual page has an error or a warning, or lacks an option that --help shows.
# usage: man_pages.sh BIN-DIRECTORY PAGE…
set -eu
bin=$1
shift
bad=0
for page in "$@"; do
  mandoc -Tlint -Wwarning "$page" || bad=1
  program=$(basename "$page" | sed 's/\..*//')
  for verb in "" create install uninstall list show verify enable disable doctor export adopt; do
    "$bin/$program" $verb --help 2>/dev/null
  done | grep -E '^ +-' | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
    grep -qE -- "Fl Fl $(echo "$option" | cut -c3-)( |\$)" "$page" || { echo "$page lacks $option"; exit 1; }
  done || bad=1
done
exit $bad
