#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace qrun::rootfs {

/// One repository of packages: a `deb` line of sources.list(5).
struct AptSource {
    std::string uri;
    std::string release;                  ///< "bookworm", "bookworm-security"
    std::vector<std::string> components;  ///< "main", …

    [[nodiscard]] std::string line() const;
    friend bool operator==(const AptSource&, const AptSource&) = default;
};

/// The fields that `apt-get indextargets` is asked for, one repository and component a line.
inline constexpr const char* index_target_format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";

/// The host's repositories in what `apt-get indextargets --format <index_target_format>` printed.
[[nodiscard]] std::vector<AptSource> parse_index_targets(std::string_view text);

/// The repositories for `suite` by the host's own settings: those of the host's release (`host_codename`) and
/// its -updates and -security, with the suite in its place. Empty when the host is no Debian (`host_id` of
/// os-release(5)), or has no mirror, or the suite is none of Debian's: the caller leaves the choice to
/// mmdebstrap then.
[[nodiscard]] std::vector<AptSource> sources_for(std::string_view suite, const std::vector<AptSource>& host,
                                                 std::string_view host_id, std::string_view host_codename);

/// True for what a rootfs can be made without, should its mirror be broken: -updates and -security.
[[nodiscard]] bool is_optional(const AptSource& source, std::string_view suite);

/// What `qrootfs create` was asked for, checked.
struct CreateRequest {
    std::string architecture;  ///< Debian's name: "armhf"
    std::string suite;
    std::string variant;
    std::vector<std::string> packages;
    std::vector<AptSource> sources;   ///< empty: mmdebstrap chooses
    bool quiet = false;               ///< mmdebstrap says nothing but errors
    bool verbose = false;             ///< mmdebstrap shows what apt and dpkg print
    std::vector<AptSource> left_out;  ///< noted in the rootfs's sources.list, commented out
};

/// Refuses names that are not a suite's, a variant's or a package's, and could pass for an option.
[[nodiscard]] Status check(const CreateRequest& request);

/// The command that makes the rootfs in `directory` (absolute): mmdebstrap(1), as root of a user namespace in
/// which the architecture's programs can be executed.
[[nodiscard]] std::vector<std::string> create_command(const CreateRequest& request, const std::string& directory);

/// The value of `key` in the text of an os-release(5) file, without quotes.
[[nodiscard]] std::string os_release_value(std::string_view text, std::string_view key);

}  // namespace qrun::rootfs
