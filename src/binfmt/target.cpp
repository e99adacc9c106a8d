#include "binfmt/target.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace qrun::binfmt {
namespace {

constexpr Target table[] = {
#include "targets_table.inc"
};

/// Calls `use` for each of the comma-separated names.
template <typename Use>
void for_each_name(std::string_view names, Use use) {
    while (!names.empty()) {
        const auto end = names.find(',');
        use(names.substr(0, end));
        names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// QEMU's name within "/usr/bin/qemu-NAME-static"; other names unchanged.
std::string_view without_emulator_parts(std::string_view name) {
    static constexpr std::string_view suffix = "-static";
    const auto file = name.substr(name.rfind('/') + 1);  // npos + 1 is 0: no slash
    static constexpr std::string_view prefix = "qemu-";
    if (!file.starts_with(prefix)) return name;
    const auto rest = file.substr(prefix.size());
    return rest.ends_with(suffix) ? rest.substr(0, rest.size() - suffix.size()) : rest;
}

const Target* exactly(std::string_view name) {
    if (const Target* target = target_named(name)) return target;
    for (const Target& target : table) {
        const auto names = target.names();
        if (std::find(names.begin(), names.end(), name) != names.end()) return &target;
    }
    return nullptr;
}

}  // namespace

std::vector<std::string_view> Target::names() const {
    std::vector<std::string_view> names{name};
    for (const auto& list : {debian, oci, uname, also}) {
        for_each_name(list, [&](std::string_view each) {
            if (std::find(names.begin(), names.end(), each) == names.end()) names.push_back(each);
        });
    }
    return names;
}

std::span<const Target> all_targets() {
    return table;
}

const Target* target_named(std::string_view qemu_name) {
    for (const Target& target : table) {
        if (target.name == qemu_name) return &target;
    }
    return nullptr;
}

const Target* find_target(std::string_view any_name) {
    const std::string lowered = lower(any_name);
    const std::string_view name = without_emulator_parts(lowered);
    if (const Target* target = exactly(name)) return target;
    if (const Target* target = exactly("linux/" + std::string(name))) return target;
    // A triplet: arm-linux-gnueabihf, armv7-unknown-linux-gnueabihf.
    const auto dash = name.find('-');
    if (dash == std::string_view::npos || name.find("linux", dash) == std::string_view::npos) return nullptr;
    return exactly(name.substr(0, dash));
}

std::string nearest_name(std::string_view unknown) {
    const std::string lowered = lower(unknown);
    const std::string_view wanted = without_emulator_parts(lowered);
    // Two typing errors, but never a name of which less than half is left.
    std::size_t best = std::min<std::size_t>(3, wanted.size() / 2 + 1);
    std::string nearest;
    for (const Target& target : table) {
        for (const auto name : target.names()) {
            const std::size_t distance = edit_distance(wanted, name);
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
    }
    return nearest;
}

const Target* target_of(std::string_view first_bytes) {
    for (const Target& target : table) {
        if (matches(first_bytes, 0, target.magic, target.mask)) return &target;
    }
    return nullptr;
}

bool matches(std::string_view first_bytes, std::size_t offset, std::string_view magic, std::string_view mask) {
    if (first_bytes.size() < offset || first_bytes.size() - offset < magic.size()) return false;
    for (std::size_t i = 0; i < magic.size(); ++i) {
        const auto different = static_cast<unsigned char>(first_bytes[offset + i] ^ magic[i]);
        const auto compared = mask.empty() ? 0xFFU : static_cast<unsigned char>(mask[i]);
        if ((different & compared) != 0) return false;
    }
    return true;
}

}  // namespace qrun::binfmt
