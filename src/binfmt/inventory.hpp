#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "binfmt/conf_files.hpp"
#include "binfmt/qemu_version.hpp"
#include "binfmt/registry.hpp"
#include "binfmt/verifier.hpp"

namespace qrun::binfmt {

/// Who registered an entry, as far as that can be told.
enum class Owner { qbinfmt, systemd, update_binfmts, container, unknown };
[[nodiscard]] const char* word(Owner owner);

/// One entry and all there is to know of it.
struct Handler {
    Entry entry;
    const Target* target = nullptr;  ///< nullptr: not one of QEMU's
    Owner owner = Owner::unknown;
    std::string conf_file;           ///< registers it at boot; empty: not persistent
    std::int64_t registered_at = 0;  ///< nanoseconds since the epoch; the later of two wins
    bool interpreter_there = false;
    std::optional<QemuVersion> version;  ///< of the file that is at the interpreter's path now
    std::vector<std::string> conflicts;  ///< enabled entries that can match the same files
    std::string loses_to;                ///< the one of them that wins over this; empty: none does
    std::optional<Verification> verification;
};

struct Inventory {
    bool enabled = true;  ///< `status` of the instance
    std::vector<Handler> handlers;
    std::vector<Error> unreadable;

    [[nodiscard]] const Handler* named(std::string_view name) const;
    /// The enabled entry that handles the target's programs; nullptr when none does.
    [[nodiscard]] const Handler* winner_for(const Target& target) const;
};

/// Everything of an instance. Verifies the handlers that win when `verifier` is given.
[[nodiscard]] Result<Inventory> take_inventory(const Registry& registry, const BootHandlers& boot,
                                               const Verifier* verifier);

/// Tells an owner: by our prefix, by the file that registers it, by binfmt-support's records, or, for an F
/// entry whose interpreter does not exist on the host, a container (tonistiigi/binfmt,
/// multiarch/qemu-user-static).
[[nodiscard]] Owner owner_of(const Entry& entry, const BootHandlers& boot, bool interpreter_there);

/// Fills conflicts and loses_to.
void find_conflicts(std::vector<Handler>& handlers);

}  // namespace qrun::binfmt
