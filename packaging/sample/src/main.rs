// The sample that packaging/quickstart.sh builds in an ARM rootfs.
fn main() {
    println!(
        "Hello from {} ({}-bit pointers), built and run on an x86-64 machine.",
        std::env::consts::ARCH,
        usize::BITS
    );
}
