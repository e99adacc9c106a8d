#include "binfmt/inventory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "binfmt/conflict.hpp"
#include "binfmt/install_plan.hpp"
#include "sys/file.hpp"

namespace qrun::binfmt {
namespace {

std::optional<QemuVersion> version_at(const std::string& path) {
    const auto fd = sys::open_file(path, O_RDONLY | O_NONBLOCK);
    if (!fd) return std::nullopt;
    return version_of_file(fd->get(), path).value_or(std::nullopt);
}

}  // namespace

const char* word(Owner owner) {
    switch (owner) {
        case Owner::qbinfmt:
            return "qbinfmt";
        case Owner::systemd:
            return "systemd";
        case Owner::update_binfmts:
            return "update-binfmts";
        case Owner::container:
            return "container";
        case Owner::unknown:
            return "unknown";
    }
    return "?";
}

const Handler* Inventory::named(std::string_view name) const {
    const auto found =
        std::find_if(handlers.begin(), handlers.end(), [&](const Handler& h) { return h.entry.name == name; });
    return found == handlers.end() ? nullptr : &*found;
}

const Handler* Inventory::winner_for(const Target& target) const {
    const Handler* winner = nullptr;
    for (const auto& handler : handlers) {
        const Entry& entry = handler.entry;
        if (!entry.enabled || entry.kind != Entry::Kind::magic) continue;
        // The rest of a header is zeros here, as in a program without flags.
        std::string example(target.magic);
        example.resize(bytes_compared, '\0');
        if (!matches(example, entry.offset, entry.magic, entry.mask)) continue;
        if (winner == nullptr || handler.registered_at > winner->registered_at) winner = &handler;
    }
    return winner;
}

Owner owner_of(const Entry& entry, const BootHandlers& boot, bool interpreter_there) {
    if (entry.name.starts_with(own_prefix)) return Owner::qbinfmt;
    const auto& names = boot.update_binfmts;
    if (std::find(names.begin(), names.end(), entry.name) != names.end()) return Owner::update_binfmts;
    if (!boot.conf_file_of(entry.name).empty()) return Owner::systemd;
    if (entry.has('F') && !interpreter_there) return Owner::container;
    return Owner::unknown;
}

void find_conflicts(std::vector<Handler>& handlers) {
    for (auto& handler : handlers) {
        const Handler* best = &handler;
        for (const auto& other : handlers) {
            if (&other == &handler || !handler.entry.enabled || !other.entry.enabled) continue;
            if (!can_match_same_file(handler.entry, other.entry)) continue;
            handler.conflicts.push_back(other.entry.name);
            if (other.registered_at > best->registered_at) best = &other;
        }
        if (best != &handler) handler.loses_to = best->entry.name;
    }
}

Result<Inventory> take_inventory(const Registry& registry, const BootHandlers& boot, const Verifier* verifier) {
    QRUN_TRY(auto listing, registry.read_all());
    Inventory inventory;
    QRUN_TRY(inventory.enabled, registry.enabled());
    inventory.unreadable = std::move(listing.unreadable);
    for (auto& entry : listing.entries) {
        Handler handler;
        handler.target = target_of_entry(entry);
        handler.interpreter_there = ::access(entry.interpreter.c_str(), F_OK) == 0;
        handler.owner = owner_of(entry, boot, handler.interpreter_there);
        handler.conf_file = boot.conf_file_of(entry.name);
        if (handler.conf_file.empty() && handler.owner == Owner::update_binfmts) {
            handler.conf_file = "/var/lib/binfmts/" + entry.name;
        }
        handler.registered_at = registry.registered_at(entry.name).value_or(0);
        if (handler.target != nullptr) handler.version = version_at(entry.interpreter);
        handler.entry = std::move(entry);
        inventory.handlers.push_back(std::move(handler));
    }
    find_conflicts(inventory.handlers);
    if (verifier == nullptr) return inventory;
    for (auto& handler : inventory.handlers) {
        const bool decides = handler.target != nullptr && inventory.winner_for(*handler.target) == &handler;
        if (decides && inventory.enabled) handler.verification = verifier->verify(*handler.target, handler.entry);
    }
    return inventory;
}

}  // namespace qrun::binfmt
