# gcc and make build a small C project of several files, with a library, and its test passes.
. "$QRUN_SOURCE/tests/lib.sh"
printf 'int twice(int x) { return 2 * x; }\n' >twice.c
printf '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%%d %%zu\\n", twice(21), sizeof(void *)); return 0; }\n' >main.c
printf 'all: main\nlibtwice.a: twice.o\n\tar rcs $@ $^\nmain: main.o libtwice.a\n\t$(CC) -o $@ $^\ncheck: main\n\ttest "$$(./main)" = "42 $(POINTER)"\n' >Makefile
for arch in armhf arm64; do
  [ $arch = armhf ] && pointer=4 || pointer=8
  rm -f ./*.o ./*.a main
  expect_status 0 in_rootfs $arch make CC=gcc CFLAGS=-O2 POINTER=$pointer all check
  expect_equal "$(in_rootfs $arch ./main)" "42 $pointer"
  expect_status 2 in_rootfs $arch make CC=gcc POINTER=7 check # the check can fail
done
