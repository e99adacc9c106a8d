# Output for programs: --json of every verb, --dry-run, export, and the document of tonistiigi/binfmt.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

json() { python3 -c 'import json, sys
document = json.load(open(sys.argv[1]))
assert document["schema"] == 1, document
assert document["verb"] == sys.argv[2], document
print(eval(sys.argv[3], {"d": document}))' "$TEST_TMP/out" "$1" "$2"; }

expect_status 0 qbinfmt install --dry-run arm
expect_in "$TEST_TMP/out" ':qbinfmt-arm:M::\x7f\x45\x4c\x46'
expect_in "$TEST_TMP/out" "> $instance/register"
expect_equal "$(entries)" ""
expect_status 0 qbinfmt install --json arm arm64
expect_equal "$(json install '[(r["target"], r["outcome"], r["verification"]) for r in d["results"]]')" \
  "[('arm', 'added', 'ok'), ('aarch64', 'added', 'ok')]"
expect_status 0 qbinfmt list --json
expect_equal "$(json list '[(h["name"], h["flags"], h["owner"], h["stale"], h["persistent"]) for h in d["handlers"]][1]')" \
  "('qbinfmt-arm', 'PF', 'qbinfmt', False, False)"
expect_status 0 qbinfmt list --format=json
expect_status 0 qbinfmt show --json arm
expect_equal "$(json show 'd["handler"]["magic"]')" 7f454c4601010100000000000000000002002800
expect_status 0 qbinfmt verify --json
expect_equal "$(json verify '[r["verdict"] for r in d["results"]]')" "['ok', 'ok']"
expect_status 0 qbinfmt disable --json arm
expect_equal "$(json disable 'd["results"][0]["outcome"]')" disabled
expect_status 1 qbinfmt doctor --json arm
expect_equal "$(json doctor '[f["id"] for f in d["findings"] if f["severity"] == "problem"]')" "['disabled']"
expect_status 0 qbinfmt enable --json arm
expect_status 0 qbinfmt export --json --format=binfmt.d arm
expect_equal "$(json export 'd["results"][0]["text"][:13]')" ":qbinfmt-arm:"
expect_status 0 qbinfmt adopt --json arm
expect_status 0 qbinfmt uninstall --json all
expect_equal "$(json uninstall 'sorted(r["target"] for r in d["results"])')" "['aarch64', 'arm']"
expect_status 1 qbinfmt install --json --qemu-dir /opt arm
expect_equal "$(json install 'd["results"][0]["error"]["message"][:23]')" "no emulator for arm on "

expect_status 0 qbinfmt install arm arm64
expect_status 0 qbinfmt list --format=tonistiigi
expect_equal "$(python3 -c 'import json, sys
d = json.load(sys.stdin); print(sorted(d), d["supported"], d["emulators"])' <"$TEST_TMP/out")" \
  "['emulators', 'supported'] ['linux/amd64', 'linux/386', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm64'] ['qbinfmt-aarch64', 'qbinfmt-arm']"
expect_status 0 qbinfmt export --format=register arm
clear_entries
tr -d '\n' <"$TEST_TMP/out" >$instance/register
arm_runs
expect_status 0 qbinfmt export --format=update-binfmts arm
expect_in "$TEST_TMP/out" "fix_binary yes"

# Names that would drive a terminal are escaped.
python3 -c 'import os
fd = os.open("/proc/sys/fs/binfmt_misc/register", os.O_WRONLY)
os.write(fd, b":evil\x1b[2Jname\xff:E::x::/bin/true:")'
expect_status 0 qbinfmt list
expect_in "$TEST_TMP/out" 'evil\x1b[2Jname\xff'
expect_status 0 qbinfmt list --json
expect_equal "$(json list 'd["handlers"][0]["name"]')" 'evil\x1b[2Jname\xff'
for verb in install uninstall list show verify enable disable doctor export adopt; do
  expect_status 0 qbinfmt $verb --help
  expect_in "$TEST_TMP/out" "Usage: qbinfmt $verb"
done
expect_status 0 qbinfmt --version
S
in_private_instance inside.sh
