#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "binfmt/qemu_version.hpp"
#include "binfmt/target.hpp"

namespace qrun::binfmt {

/// Checks that `path` can serve as the interpreter of a handler: a regular, executable ELF file of this host,
/// statically linked (a dynamic one would look for its libraries within the rootfs and fail with ENOENT).
/// Answers its path with links resolved.
[[nodiscard]] Result<std::string> usable_interpreter(const std::string& path);

/// The first usable emulator of `target`: qemu-NAME-static, then qemu-NAME, in each of `directories`.
/// Errors name the package to install; one that is there but not usable is told apart from none at all.
[[nodiscard]] Result<std::string> find_interpreter(const Target& target, const std::vector<std::string>& directories);

/// An emulator that a handler for everybody may name.
struct TrustedInterpreter {
    std::string path;                    ///< absolute, links resolved, as it is seen within `root`
    std::optional<QemuVersion> version;  ///< nothing: not QEMU, or it does not say
};

/// What a search for a target's emulators came to.
struct InterpreterSearch {
    std::optional<TrustedInterpreter> newest;  ///< of those that are usable and only root can change
    std::vector<Error> refused;                ///< those that are there but cannot be used, and why
};

/// Looks for qemu-EMULATOR-static and qemu-EMULATOR in `directories` below `root` ("" is the host). The
/// highest version wins, among equals the first. Below another root (a package being built) owners say
/// nothing and are not checked.
[[nodiscard]] InterpreterSearch newest_interpreter(const Target& target, const std::vector<std::string>& directories,
                                                   const std::string& root);

/// What to say when a search found nothing at all.
[[nodiscard]] Error no_interpreter(const Target& target);

/// Refuses a path that somebody other than root could replace: every component must belong to root and be
/// writable to nobody else. Register a handler for the host only with such a path: the kernel executes it for
/// every user. `path` has its links resolved. Within a user namespace the files of ids that are not mapped
/// belong to "nobody knows who" (the overflow id): there, root of the namespace is not the one to protect,
/// and they pass.
[[nodiscard]] Status check_only_root_can_change(const std::string& path);

}  // namespace qrun::binfmt
