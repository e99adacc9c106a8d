# cargo build of a crate with a build script and two local path dependencies, and the result runs.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p app/src left/src right/src
for crate in left right; do
  printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' $crate >$crate/Cargo.toml
  printf 'pub fn name() -> &%sstatic str { "%s" }\n' "'" $crate >$crate/src/lib.rs
done
cat >app/Cargo.toml <<'T'
[package]
name = "app"
version = "0.1.0"
edition = "2021"
[dependencies]
left = { path = "../left" }
right = { path = "../right" }
T
cat >app/build.rs <<'T'
fn main() {
    // Proves that the build script itself ran in the guest.
    println!("cargo:rustc-env=BUILT_ON={}", std::env::consts::ARCH);
}
T
cat >app/src/main.rs <<'T'
fn main() {
    println!("{} {} {} {}", left::name(), right::name(), env!("BUILT_ON"), std::env::consts::ARCH);
}
T
for arch in armhf arm64; do
  [ $arch = armhf ] && { rust=arm machine=ARM; } || { rust=aarch64 machine=AArch64; }
  expect_status 0 in_rootfs $arch cargo build --offline --manifest-path app/Cargo.toml --target-dir target-$arch
  readelf -h target-$arch/debug/app | grep -q "Machine: *$machine$" || fail "not a program for $arch"
  expect_equal "$(in_rootfs $arch target-$arch/debug/app)" "left right $rust $rust"
done
