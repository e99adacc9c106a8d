# git init, commit and clone of a file:// repository.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  rm -rf origin copy
  expect_status 0 in_rootfs $arch sh -ec '
    git init -q origin
    cd origin
    for i in 1 2 3 4 5 6 7 8 9; do echo "line $i" >file$i; done
    git add .
    git -c user.name=Tester -c user.email=tester@example.org commit -qm "first commit"
    cd ..
    git clone -q "file://$PWD/origin" copy
    git -C copy fsck --strict
    git -C copy log --format=%s'
  expect_in "$TEST_TMP/out" "first commit"
  expect_equal "$(cat copy/file7)" "line 7"
done
