#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qrun::binfmt {

/// One QEMU user-mode target, from binfmt/targets.tsv. All views point to constant data.
struct Target {
    std::string_view name;      ///< QEMU's name: "arm", "aarch64"
    std::string_view magic;     ///< raw bytes of the ELF header that binfmt_misc compares, from offset 0
    std::string_view mask;      ///< as long as magic
    std::string_view family;    ///< machines that may execute each other's programs share it
    std::string_view emulator;  ///< QEMU's binary is qemu-EMULATOR or qemu-EMULATOR-static; mostly the name
    std::string_view debian;    ///< comma-separated Debian architectures: "armhf,armel"; empty: none
    std::string_view oci;       ///< comma-separated OCI platforms: "linux/arm/v7,…"; empty: none
    std::string_view uname;     ///< comma-separated uname -m values; empty: none
    std::string_view also;      ///< comma-separated names that people use besides; empty: none

    /// Every name of it, its own first, without duplicates.
    [[nodiscard]] std::vector<std::string_view> names() const;
};

/// All targets, in the order of the table.
[[nodiscard]] std::span<const Target> all_targets();

/// The target of QEMU's name ("aarch64"); nullptr when there is none.
[[nodiscard]] const Target* target_named(std::string_view qemu_name);

/// The target of any name that people use: QEMU's ("aarch64", "qemu-aarch64",
/// "/usr/bin/qemu-aarch64-static"), Debian's ("arm64"), OCI's ("linux/arm64/v8", "arm64/v8"), uname's
/// ("armv7l"), a compiler's triplet
/// ("arm-linux-gnueabihf"). Case does not matter.
[[nodiscard]] const Target* find_target(std::string_view any_name);

/// The known name that is nearest to `unknown` for a "did you mean"; empty when nothing is near.
[[nodiscard]] std::string nearest_name(std::string_view unknown);

/// The first target whose magic and mask match the first bytes of a file; nullptr when none does.
[[nodiscard]] const Target* target_of(std::string_view first_bytes);

/// The rule of the kernel (fs/binfmt_misc.c, search_binfmt_handler): every bit of `mask` must agree from
/// `offset` on. An empty mask compares every bit. A file that ends before the magic does not match.
[[nodiscard]] bool matches(std::string_view first_bytes, std::size_t offset, std::string_view magic,
                           std::string_view mask);

}  // namespace qrun::binfmt
