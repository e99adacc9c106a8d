#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace qrun::rootfs {

/// Finds or provides the places in a rootfs that something is mounted on. Nothing is ever created on disk:
/// where a place is missing, the deepest directory above it that exists is shown through a tmpfs that holds
/// the missing names, with everything else that the directory has bound from the rootfs (links are copied).
/// New names in such a directory would be lost with the tmpfs, so it is made read-only by finish(): an error
/// for the guest instead of a silent loss. Directories whose content is volatile anyway (/tmp, /var/tmp,
/// /run) stay writable.
///
/// Works within a mount namespace of its own, on the descriptor of the (attached) rootfs mount. Every lookup
/// stays within the rootfs and is made by descriptor (CVE-2021-30465, CVE-2026-87766).
class MountPlaces {
  public:
    /// `root` is the rootfs's mount; `shown` its path for messages.
    MountPlaces(Fd root, std::string shown) : root_(std::move(root)), shown_(std::move(shown)) {}

    /// The mount that is to become the root directory. Changes when "/" itself had to be shown through tmpfs.
    [[nodiscard]] int root() const { return root_.get(); }

    /// The rootfs's own mount when root() is a tmpfs that covers it; negative otherwise.
    [[nodiscard]] int covered_root() const { return covered_root_.get(); }

    enum class Links { follow, refuse };

    /// The directory (or file) `path`, absolute within the rootfs, as an O_PATH descriptor.
    [[nodiscard]] Result<Fd> directory(const std::string& path, Links links = Links::follow);
    [[nodiscard]] Result<Fd> file(const std::string& path);

    /// Mounts `tree` on a place that was got from here.
    [[nodiscard]] Status attach(const Fd& tree, const Fd& place, const std::string& path) const;

    /// The content of `directory` is ours (a tmpfs that was mounted here): missing places are made in it.
    [[nodiscard]] Status own(int directory);

    /// Makes read-only what must not take new names. Call it once, when everything is mounted.
    [[nodiscard]] Status finish();

  private:
    struct Missing {
        Fd directory;                    ///< the deepest directory that exists
        std::string path;                ///< its path
        std::vector<std::string> names;  ///< what is missing below it
    };
    [[nodiscard]] Result<Missing> find_missing(const std::string& path) const;
    [[nodiscard]] Result<Fd> provide(const std::string& path, bool is_directory);
    [[nodiscard]] Result<Fd> show_through_tmpfs(const Missing& missing);
    [[nodiscard]] bool is_own(int directory) const;

    Fd root_;
    Fd covered_root_;
    std::string shown_;
    std::vector<dev_t> own_devices_;
    std::vector<Fd> read_only_at_end_;
};

/// `path` with `.`, `..` and doubled slashes taken out, by text alone; absolute.
[[nodiscard]] std::string normal_path(const std::string& path);

}  // namespace qrun::rootfs
