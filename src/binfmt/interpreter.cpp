#include "binfmt/interpreter.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "base/text.hpp"
#include "elf/file.hpp"
#include "sys/file.hpp"

namespace qrun::binfmt {
namespace {

const char* const install_hint =
    "install the static emulators: apt-get install qemu-user-static (Debian, Ubuntu; from Debian 13 on: "
    "qemu-user), "
    "dnf install qemu-user-static (Fedora)";

/// The owner that files of unmapped ids show in a user namespace; nothing in the initial one, where every id
/// is mapped.
std::optional<uid_t> overflow_owner() {
    const auto map = sys::read_file("/proc/self/uid_map");
    if (!map || map->find("4294967295") != std::string::npos) return std::nullopt;
    const auto id = sys::read_file("/proc/sys/kernel/overflowuid");
    const auto number = id ? parse_number(trim(*id)) : std::nullopt;
    return number ? std::optional(static_cast<uid_t>(*number)) : std::nullopt;
}

Result<TrustedInterpreter> examine(const std::string& path, const std::string& root) {
    QRUN_TRY(const std::string real, usable_interpreter(path));
    if (root.empty()) QRUN_CHECK(check_only_root_can_change(real));
    TrustedInterpreter found;
    QRUN_TRY(const Fd fd, sys::open_file(real, O_RDONLY, "cannot read the emulator"));
    QRUN_TRY(found.version, version_of_file(fd.get(), real));
    if (!root.empty() && !real.starts_with(root + "/")) {
        return fail(plain_error("the emulator is a link out of the root directory:", path));
    }
    found.path = real.substr(root.size());
    return found;
}

}  // namespace

Result<std::string> usable_interpreter(const std::string& path) {
    QRUN_TRY(const std::string real, sys::real_path(path, "cannot use the emulator"));
    QRUN_TRY(const Fd fd, sys::open_file(real, O_RDONLY | O_NONBLOCK, "cannot use the emulator"));
    QRUN_TRY(const auto st, sys::stat_of(fd.get(), real));
    if (!S_ISREG(st.st_mode)) return fail(plain_error("the emulator is not a regular file:", real));
    if (::access(real.c_str(), X_OK) != 0) return fail(errno_error("the emulator cannot be executed:", real));
    QRUN_TRY(const auto file, elf::read_file(fd.get(), real));
    if (file.header.machine != elf::machine_x86_64) {
        return fail(plain_error("the emulator is not a program of this host (x86-64):", real,
                                "give the path of an emulator that runs here, such as /usr/bin/qemu-arm-static"));
    }
    if (file.dynamic) {
        return fail(plain_error("the emulator is dynamically linked and would not start inside a rootfs:", real,
                                install_hint));
    }
    return real;
}

Result<std::string> find_interpreter(const Target& target, const std::vector<std::string>& directories) {
    std::optional<Error> unusable;
    for (const char* suffix : {"-static", ""}) {
        for (const auto& directory : directories) {
            const std::string path = fmt::format("{}/qemu-{}{}", directory, target.emulator, suffix);
            if (::access(path.c_str(), F_OK) != 0) continue;
            auto usable = usable_interpreter(path);
            if (usable) return usable;
            if (!unusable) unusable = std::move(usable).error();
        }
    }
    if (unusable) return fail(std::move(*unusable));
    return fail(no_interpreter(target));
}

Error no_interpreter(const Target& target) {
    return plain_error(fmt::format("no emulator for {} on this host (looked for qemu-{}-static and qemu-{})",
                                   target.name, target.emulator, target.emulator),
                       {}, install_hint);
}

InterpreterSearch newest_interpreter(const Target& target, const std::vector<std::string>& directories,
                                     const std::string& root) {
    InterpreterSearch search;
    for (const auto& directory : directories) {
        for (const char* suffix : {"-static", ""}) {
            const std::string path = fmt::format("{}{}/qemu-{}{}", root, directory, target.emulator, suffix);
            if (::access(path.c_str(), F_OK) != 0) continue;
            auto found = examine(path, root);
            if (!found) {
                search.refused.push_back(std::move(found).error());
            } else if (!search.newest || search.newest->version < found->version) {
                search.newest = *std::move(found);
            }
        }
    }
    return search;
}

Status check_only_root_can_change(const std::string& path) {
    const auto overflow = overflow_owner();
    std::string part = path;
    while (true) {
        struct stat st {};
        const std::string& shown = part.empty() ? "/" : part;
        if (::lstat(shown.c_str(), &st) != 0) return fail(errno_error("cannot examine", shown));
        const bool roots = st.st_uid == 0 || (overflow && st.st_uid == *overflow);
        if (!roots || (st.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
            return fail(plain_error(fmt::format("refusing the emulator {}: others than root can change", path), shown,
                                    "a handler is executed for every user of the host: use an emulator in /usr/bin"));
        }
        if (part.empty()) return {};
        part.resize(part.rfind('/'));
    }
}

}  // namespace qrun::binfmt
