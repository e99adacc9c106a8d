#!/bin/sh
# Fails when a file of src/MODULE includes a module that MODULE must not depend on.
# usage: include_directions.sh SRC
set -eu
src=$1

allowed() {
  case $1 in
    base) echo "base" ;;
    sys) echo "sys base" ;;
    elf) echo "elf sys base" ;;
    binfmt) echo "binfmt elf sys base" ;;
    emulator) echo "emulator binfmt elf sys base" ;;
    rootfs) echo "rootfs binfmt elf sys base" ;;
    launch) echo "launch rootfs emulator binfmt elf sys base" ;;
    cli) echo "cli launch rootfs emulator binfmt elf sys base" ;;
    *) return 1 ;;
  esac
}

bad=0
seen=0
for directory in "$src"/*/; do
  module=$(basename "$directory")
  if ! list=$(allowed "$module"); then
    echo "src/$module is not in the architecture (tests/unit/include_directions.sh)"
    bad=1
    continue
  fi
  # FILE:included-module, one a line
  for use in $(grep -rnoE '^#include "[a-z]+/' "$directory" | sed -E 's/:[0-9]+:#include "([a-z]+)\//:\1/'); do
    seen=$((seen + 1))
    case " $list " in
      *" ${use##*:} "*) ;;
      *) echo "${use%:*} includes ${use##*:}: not allowed for $module"; bad=1 ;;
    esac
  done
done
[ "$seen" -gt 0 ] || { echo "no #include lines found in $src"; exit 1; }
exit $bad
