#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// One line of a file of binfmt.d(5): what systemd-binfmt registers at boot.
struct ConfLine {
    std::string file;  ///< its path, without the root directory that was given
    Entry entry;

    friend bool operator==(const ConfLine&, const ConfLine&) = default;
};

/// Everything that will be registered at the next boot, and by whom.
struct BootHandlers {
    std::vector<ConfLine> systemd;            ///< in the order of systemd-binfmt
    std::vector<std::string> update_binfmts;  ///< names in /var/lib/binfmts (binfmt-support)

    /// The conf file that registers an entry of that name; empty when none does.
    [[nodiscard]] std::string conf_file_of(std::string_view entry_name) const;
};

/// Reads /etc, /run, /usr/local/lib and /usr/lib's binfmt.d below `root` ("" is the host). A file hides those
/// of the same name in later directories, also when it is empty or a link to /dev/null. Lines that make no
/// sense are left out.
[[nodiscard]] BootHandlers read_boot_handlers(const std::string& root);

/// The lines of one such file's text.
[[nodiscard]] std::vector<ConfLine> parse_conf(const std::string& file, std::string_view text);

/// The file that holds qbinfmt's own handler of a target, without root.
[[nodiscard]] std::string own_conf_file(const Target& target);

/// Its whole text.
[[nodiscard]] Result<std::string> own_conf_text(const Target& target, const Entry& entry);

}  // namespace qrun::binfmt
